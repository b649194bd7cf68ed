// What is pointed at elsewhere is marked here, without anything being drawn anew. Knows no drawing.

/** Marks the element of this id among those of a class with `data-pointed`, and no other; undefined marks none. */
export function markPointed(root: ParentNode, className: string, id: string | undefined): void {
  for (const one of root.querySelectorAll('[data-pointed]')) one.removeAttribute('data-pointed');
  if (id !== undefined) elementOf(root, className, id)?.setAttribute('data-pointed', '');
}

/** An id may hold anything, so that it is no part of a selector. */
export function elementOf(root: ParentNode, className: string, id: string): HTMLElement | undefined {
  return [...root.querySelectorAll<HTMLElement>(`.${className}`)].find((one) => one.dataset.id === id);
}
