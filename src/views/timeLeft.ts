// How much longer a text is being read, by what was read so far. Knows shares of work and a clock, no text.

/** Before it, what is read of the first block says little. */
const FIRST_MS = 1500;

interface Progress {
  /** What is being read; another one begins the time anew. */
  readonly run: string;
  /** So many of `of` equal pieces; `of` is 0 before it begins. */
  readonly done: number;
  readonly of: number;
}

export class TimeLeft {
  readonly #now: () => number;
  #begun: { readonly run: string; readonly at: number } | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** In milliseconds; undefined until there is something to go by. The first call with pieces begins the time. */
  after({ run, done, of }: Progress): number | undefined {
    if (of === 0) return undefined;
    const now = this.#now();
    if (this.#begun?.run !== run) this.#begun = { run, at: now };
    const passed = now - this.#begun.at;
    return done > 0 && passed >= FIRST_MS ? (passed * (of - done)) / done : undefined;
  }
}
