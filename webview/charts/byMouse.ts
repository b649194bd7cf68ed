// A mouse that rests points at nothing while keys do. Where a page is scrolled or laid out anew, the browser reports that the
// mouse has left or reached what moved below it, and that would end what keys point at. Knows no chart.

interface Report {
  readonly event: PointerEvent;
  /** Inside all shadow trees. */
  readonly target: Element;
  readonly listens: EventTarget | null;
}

/** `this` is the element that draws, as with every listener in a template. */
type Listener = (this: unknown, event: PointerEvent) => void;

/**
 * Listens to `pointerenter`, `pointerover` and `pointerleave`. From the last key on, reports of a mouse that has not moved on the
 * screen are put off until it moves, is pressed, or turns its wheel; those that still hold come first then.
 */
export function byMouse(listener: Listener): Listener {
  mouse ??= new PageMouse();
  const { isPutOff } = mouse;
  return function (event) {
    if (!isPutOff(event)) listener.call(this, event);
  };
}

/** A page has one. */
let mouse: PageMouse | undefined;

class PageMouse {
  #keysPoint = false;
  #place: Pick<PointerEvent, 'screenX' | 'screenY'> | undefined;
  #late: readonly Report[] = [];

  constructor() {
    const listen = { capture: true, passive: true };
    window.addEventListener('keydown', () => (this.#keysPoint = true), listen);
    for (const type of ['pointerdown', 'wheel']) window.addEventListener(type, () => this.#mousePoints(), listen);
    // These pass out of shadow trees, and come before those that do not.
    for (const type of ['pointerout', 'pointerover', 'pointermove'] as const)
      window.addEventListener(type, (event) => this.#look(event), listen);
  }

  /** Whether the report waits for the mouse to move. */
  readonly isPutOff = (event: PointerEvent): boolean => {
    if (!this.#keysPoint || !event.isTrusted) return false;
    const [target] = event.composedPath() as Element[];
    const report = { event, target, listens: event.currentTarget };
    const others = this.#late.filter((one) => one.listens !== report.listens && one.target.isConnected);
    this.#late = [...others, report]; // of each listener the last one counts
    return true;
  };

  #look({ isTrusted, screenX, screenY }: PointerEvent): void {
    if (!isTrusted || (this.#place?.screenX === screenX && this.#place.screenY === screenY)) return;
    this.#place = { screenX, screenY };
    this.#mousePoints();
  }

  #mousePoints(): void {
    this.#keysPoint = false;
    const told = this.#late.filter(holds);
    this.#late = [];
    for (const { event, target } of told) target.dispatchEvent(new PointerEvent(event.type, event));
  }
}

/** It may have been left and reached again meanwhile, or be gone. */
function holds({ event, target }: Report): boolean {
  return target.isConnected && target.matches(':hover') === (event.type !== 'pointerleave');
}
