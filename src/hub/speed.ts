// How fast bytes have arrived over the last seconds, and how long the rest takes. Knows no clock: the caller says when.

const WINDOW_MS = 8_000;
/** A speed over a shorter time would only jump about. */
const MIN_MS = 500;
/** Samples that are closer together are merged. */
const STEP_MS = 100;

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

export class Speed {
  #samples: Sample[] = [];

  /**
   * Takes the number of bytes so far. If it is less than before, since a file started over, a new measurement begins.
   */
  add(bytes: number, atMs: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples = [];
    const before = this.#samples.at(-2);
    if (before && atMs - before.atMs < STEP_MS) this.#samples.pop();
    this.#samples.push({ atMs, bytes });
    const oldest = this.#samples.findIndex((sample) => atMs - sample.atMs <= WINDOW_MS);
    this.#samples.splice(0, oldest);
  }

  /** The speed; undefined until enough time has passed to measure it. */
  get bytesPerSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < MIN_MS) return undefined;
    return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
  }

  secondsLeft(totalBytes: number): number | undefined {
    const speed = this.bytesPerSecond;
    const last = this.#samples.at(-1);
    return speed && last ? (totalBytes - last.bytes) / speed : undefined;
  }
}
