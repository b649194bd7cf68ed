// The runs that the engine keeps, by the ids that their askers chose. Knows neither questions nor messages.
import type { RunId } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { LoadedModel } from './models.ts';
import { type ExplainedText, Run } from './run.ts';

type Question<Answer> = (text: ExplainedText, run: Run, signal: AbortSignal) => Promise<Answer>;

export class Runs {
  readonly #runs = new Map<RunId, Run>();

  /** A new run in the place of one with that id. */
  begin(id: RunId): Run {
    this.release(id);
    const run = new Run();
    this.#runs.set(id, run);
    return run;
  }

  /** Answers a question about a run whose forward pass has ended, in turn with its other questions. */
  async ask<Answer>(id: RunId, question: Question<Answer>): Promise<Answer> {
    const run = this.#known(id);
    return await run.readInTurn((signal) => answerOf(id, run, question, signal));
  }

  /** The same for a question that changes the run, and that is not interrupted. */
  async change<Answer>(id: RunId, question: Question<Answer>): Promise<Answer> {
    const run = this.#known(id);
    return await run.inTurn((signal) => answerOf(id, run, question, signal));
  }

  interrupt(id: RunId): void {
    this.#runs.get(id)?.interrupt();
  }

  cancel(id: RunId): void {
    this.#runs.get(id)?.cancel();
  }

  release(id: RunId): void {
    this.cancel(id);
    this.#runs.delete(id);
  }

  /** Ends the runs of a model. Questions that they were asked before are still answered, or cancelled where `now` is set. */
  async endRunsOf(model: Promise<LoadedModel>, now: boolean): Promise<void> {
    for (const [id, run] of this.#runs) {
      if (run.model !== model) continue;
      if (now) run.cancel();
      this.#runs.delete(id);
      await run.settled();
    }
  }

  #known(id: RunId): Run {
    const run = this.#runs.get(id);
    if (!run) throw { code: 'run-unknown', run: id } satisfies Failure;
    return run;
  }
}

async function answerOf<Answer>(id: RunId, run: Run, question: Question<Answer>, signal: AbortSignal): Promise<Answer> {
  if (!run.text) throw { code: 'run-unknown', run: id } satisfies Failure;
  return await question(run.text, run, signal);
}
