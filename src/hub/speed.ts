// How fast bytes come, over the last seconds, and how long the rest takes. Knows no clock: whoever asks says when.

const WINDOW_MS = 8_000;
/** With less than this behind it a number would only jump about. */
const MIN_MS = 500;
/** Samples closer together are one. */
const STEP_MS = 100;

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

export class Speed {
  #samples: Sample[] = [];

  /** `bytes` done in all. Less than before (a file started over) begins a new measurement. */
  add(bytes: number, atMs: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples = [];
    const before = this.#samples.at(-2);
    if (before && atMs - before.atMs < STEP_MS) this.#samples.pop();
    this.#samples.push({ atMs, bytes });
    const oldest = this.#samples.findIndex((sample) => atMs - sample.atMs <= WINDOW_MS);
    this.#samples.splice(0, oldest);
  }

  /** undefined until there is enough to go by. */
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
