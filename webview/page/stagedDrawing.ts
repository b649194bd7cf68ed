// A new panel is there at once: its frame is drawn first, the tokens in the next picture, then the other stops. Knows no
// stop.

export type Stage = 'frame' | 'tokens' | 'all';

export class StagedDrawing {
  #stage: Stage = 'frame';
  #begun = false;
  readonly #draw: () => void;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** How much is drawn now. */
  get stage(): Stage {
    return this.#stage;
  }

  /** Told after the frame was drawn; draws the rest, picture by picture. Does nothing the second time. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#drawMore();
  }

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
