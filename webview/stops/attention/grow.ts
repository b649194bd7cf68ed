// A movement that keeps the eye on the same thing between two sizes of it. Knows boxes only.

/** Readers who asked for less motion get none. */
export const STILL = '(prefers-reduced-motion: reduce)';
const GROWING_MS = 260;

/** The element comes out of that box, into its own place. */
export function grow(element: Element, from: DOMRect): void {
  const to = element.getBoundingClientRect();
  if (to.width === 0) return;
  const move = `translate(${from.left - to.left}px, ${from.top - to.top}px) scale(${from.width / to.width})`;
  element.animate(
    [
      { transformOrigin: '0 0', transform: move, opacity: 0.4 },
      { transformOrigin: '0 0', transform: 'none', opacity: 1 },
    ],
    { duration: GROWING_MS, easing: 'cubic-bezier(0.2, 0, 0, 1)' },
  );
}
