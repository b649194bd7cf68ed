// Lets Tab reach what scrolls sideways, and only while it does: browsers offer the keyboard every box that may scroll. Knows
// elements.

let observer: ResizeObserver | undefined;

/** For Lit's ref(): looks at the element, and at what it holds, whenever one of them gets another size. */
export function whileItScrolls(box: Element | undefined): void {
  if (!(box instanceof HTMLElement)) return;
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) reach(target.closest<HTMLElement>('[data-scrolls]'));
  });
  box.dataset.scrolls = '';
  for (const element of [box, ...box.children]) observer.observe(element);
}

function reach(box: HTMLElement | null): void {
  if (box) box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
}
