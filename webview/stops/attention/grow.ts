// An animation that leads the eye from a small drawing to a large one of the same thing. Knows boxes only.

/** The media query of readers who asked for less motion. The caller must check it: grow() always moves. */
export const STILL = '(prefers-reduced-motion: reduce)';
const GROWING_MS = 260;

/** Moves the element from that box in the window to its own place and size. */
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
