// Draws a chart's canvas again when the theme or, where asked for, its size changes: unlike an SVG, a canvas does not
// follow CSS variables. Knows no chart.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onThemeChange } from '../theme/theme.ts';

type Host = ReactiveControllerHost & HTMLElement;

export class Redraw implements ReactiveController {
  readonly #host: Host;
  readonly #draw: () => void;
  readonly #resize: ResizeObserver | undefined;
  #stopListening: (() => void) | undefined;

  constructor(host: Host, draw: () => void, { onResize = false } = {}) {
    this.#host = host;
    this.#draw = draw;
    this.#resize = onResize ? new ResizeObserver(draw) : undefined;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stopListening = onThemeChange(this.#draw);
    this.#resize?.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#stopListening?.();
    this.#resize?.disconnect();
  }
}
