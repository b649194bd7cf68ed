// The runs that the engine keeps, by the ids that their askers chose. Knows neither questions nor messages.
import { setTimeout as passedTime } from 'node:timers/promises';
import type { RunId } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { DocumentReading } from './documentReading.ts';
import { EndedTexts } from './endedTexts.ts';
import type { LoadedModel } from './models.ts';
import type { ReadTexts } from './readText.ts';
import { type ExplainedText, Run } from './run.ts';

type Question<Answer> = (text: ExplainedText, run: Run, signal: AbortSignal) => Promise<Answer>;

export class Runs {
  readonly #runs = new Map<RunId, Run>();
  /** Released runs whose last question is not answered yet: until then their model is at work. */
  readonly #ending = new Set<Run>();
  readonly #ended = new EndedTexts();

  /** A new run in the place of one with that id. */
  begin(id: RunId): Run {
    this.release(id);
    const run = new Run((model) => this.textsReadBy(model));
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

  /** Answers a question about a document that is read, in turn with its other questions. */
  async askDocument<Answer>(
    id: RunId,
    question: (reading: DocumentReading, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const run = this.#known(id);
    return await run.readInTurn(async (signal) => {
      if (!run.document) throw { code: 'run-unknown', run: id } satisfies Failure;
      return await question(run.document, signal);
    });
  }

  /**
   * Answers a question about two runs, in turn with those of both; the signal tells of what ends either. The older run's
   * turn is waited for first, so that two such questions never wait for one another. Both have read their texts: one that
   * still waits for a model may wait for the other to end.
   */
  async askBoth<Answer>(
    id: RunId,
    otherId: RunId,
    question: (both: readonly [ExplainedText, ExplainedText], run: Run, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    if (id === otherId) return await this.ask(id, (text, run, signal) => question([text, text], run, signal));
    const [run, other] = [this.#read(id), this.#read(otherId)];
    const older = [...this.#runs.keys()].find((key) => key === id || key === otherId) ?? id;
    const younger = older === id ? otherId : id;
    const kept = older === id ? other : run;
    return await this.ask(older, async (first, _first, firstSignal) => {
      if (this.#runs.get(younger) !== kept) throw { code: 'run-unknown', run: younger } satisfies Failure;
      return await this.ask(younger, (second, _second, secondSignal) =>
        question(older === id ? [first, second] : [second, first], run, AbortSignal.any([firstSignal, secondSignal])),
      );
    });
  }

  /**
   * A new run in the place of a document's earlier one, which is cancelled and returned, too: the new one has what it knows.
   */
  beginDocument(id: RunId): { readonly run: Run; readonly earlier: Run | undefined } {
    const earlier = this.#runs.get(id);
    const run = this.begin(id);
    run.isOfDocument = true;
    run.earlierDocument = earlier?.document ?? earlier?.earlierDocument;
    return { run, earlier };
  }

  /** The runs other than those of documents that have a model, or wait for it. */
  isExplained(model: Promise<LoadedModel>): boolean {
    return this.#explaining().some((run) => run.model === model);
  }

  /** Resolves when no run of an explanation is asked anything; with whether that was so in this time. */
  async explanationsRest(ms: number, signal: AbortSignal): Promise<boolean> {
    const until = performance.now() + ms;
    const passed = passedTime(ms, undefined, { signal, ref: false }).catch(() => {});
    for (;;) {
      const asked = this.#explaining().find((run) => run.isAsked);
      if (!asked) return true;
      if (performance.now() >= until || signal.aborted) return false;
      await Promise.race([asked.settled(), passed]);
    }
  }

  #explaining(): readonly Run[] {
    return [...this.#runs.values()].filter((run) => !run.isOfDocument);
  }

  /** Whether a run has this model, or waits for it. */
  isUsed(model: Promise<LoadedModel>): boolean {
    return [...this.#runs.values()].some((run) => run.model === model);
  }

  /** Resolves when no text is read any longer for a run that was released: what was read of it is kept then. */
  async releasedReadings(model: Promise<LoadedModel>): Promise<void> {
    const reading = [...this.#ending].filter((run) => run.model === model && !run.text && !run.isOfDocument);
    await Promise.all(reading.map((run) => run.settled()));
  }

  /** What there is of texts that a model has read. */
  textsReadBy(model: Promise<LoadedModel>): ReadTexts {
    const running = [...this.#runs.values(), ...this.#ending].filter((run) => run.model === model);
    return {
      running: running.flatMap(({ text, besideTexts }) => [...(text ? [text] : []), ...besideTexts.of(model)]),
      ended: this.#ended.of(model),
      take: (text) => this.#ended.take(text),
      keep: (text) => this.#ended.keep(model, text),
    };
  }

  /** Lets go what is kept of runs that have ended, and beside those that have not. */
  forgetEnded(): void {
    this.#ended.clear();
    for (const { besideTexts } of this.#runs.values()) besideTexts.clear();
  }

  interrupt(id: RunId): void {
    this.#runs.get(id)?.interrupt();
  }

  cancel(id: RunId): void {
    this.#runs.get(id)?.cancel();
  }

  /** The run that was released. Its model may still be at work on what it was asked last. */
  release(id: RunId): Run | undefined {
    const run = this.#runs.get(id);
    this.cancel(id);
    this.#runs.delete(id);
    if (run) this.#keepUntilSettled(run);
    return run;
  }

  /** Ends the runs of a model. Questions that they were asked before are still answered, or cancelled where `now` is set. */
  async endRunsOf(model: Promise<LoadedModel>, now: boolean): Promise<void> {
    this.#ended.release(model);
    for (const [id, run] of this.#runs) {
      if (run.model !== model) continue;
      if (now) run.cancel();
      this.#runs.delete(id);
      await run.settled();
    }
    for (const run of this.#ending) if (run.model === model) await run.settled();
  }

  #keepUntilSettled(run: Run): void {
    this.#ending.add(run);
    void run.settled().then(() => {
      this.#ending.delete(run);
      if (!run.model || !run.text) return;
      for (const text of [...run.besideTexts.of(run.model), run.text]) this.#ended.keep(run.model, text);
    });
  }

  /** Fails with run-unknown, also for one whose forward pass has not ended. */
  #read(id: RunId): Run {
    const run = this.#known(id);
    if (!run.text) throw { code: 'run-unknown', run: id } satisfies Failure;
    return run;
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
