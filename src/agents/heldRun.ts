// Keeps the run of the last call for a while, since the engine gives a model back when its last run has ended, and the next
// call would load it again. Knows no question.
import type { EngineApi, RunId } from '../contract/engineApi.ts';

/** Agents ask several things in a row. */
const HOLD_MS = 120_000;

export class HeldRun {
  readonly #engine: Pick<EngineApi, 'release'>;
  #held: RunId | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(engine: Pick<EngineApi, 'release'>) {
    this.#engine = engine;
  }

  /** Releases it later: when the next one is held, or after a while. */
  hold(run: RunId): void {
    void this.release();
    this.#held = run;
    this.#timer = setTimeout(() => void this.release(), HOLD_MS).unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async release(): Promise<void> {
    clearTimeout(this.#timer);
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) await this.#engine.release(held).catch(() => {}); // it ended with its process
  }
}
