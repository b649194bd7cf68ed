// Tells how high the header is, as a CSS variable: what sticks below it has to know. Knows an element.

let observer: ResizeObserver | undefined;

/** For Lit's ref(). The variable is on <body>: a changed style of <html> means another theme. */
export function tellHeight(header: Element | undefined): void {
  observer?.disconnect();
  if (!header) return;
  observer = new ResizeObserver(() => document.body.style.setProperty('--ts-top', `${header.clientHeight}px`));
  observer.observe(header);
}
