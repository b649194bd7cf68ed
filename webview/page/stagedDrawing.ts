// Makes a new panel appear at once: its frame is drawn first, the tokens in the next picture, and then the other stops.
// Knows no stop.

export type Stage = 'frame' | 'tokens' | 'all';

export class StagedDrawing {
  #stage: Stage = 'frame';
  #begun = false;
  readonly #draw: () => void;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** How much of the page is to be drawn now. */
  get stage(): Stage {
    return this.#stage;
  }

  /** To be called once the frame is drawn: draws the rest, picture by picture. Later calls do nothing. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#drawMore();
  }

  /** A timer that is set in an animation frame runs after that frame is on the screen. */
  #drawMore(): void {
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#stage = this.#stage === 'frame' ? 'tokens' : 'all';
        this.#draw();
        if (this.#stage === 'tokens') this.#drawMore();
      }),
    );
  }
}
