// Asks what mattered again and again, a little each time, until nothing is left: other questions come between, the reader
// sees the first parts soon and may stop, and what was measured stays, also where the engine fails. Knows no question.
import type { Mattered } from '../../../src/contract/mattered.ts';
import { isCancelled } from '../../state/questionQueue.ts';

/** What the reader waits for at most when something else is asked in between. */
const SLICE_MS = 150;
/** What is expected to take longer is not begun without being asked for. */
const BEGINS_BY_ITSELF_MS = 3000;

/** planned: how long it takes is known, and the reader is to start it. */
export type MeasuringPhase = 'planning' | 'planned' | 'measuring' | 'stopped' | 'done' | 'failed';

/** Measures for so many milliseconds, 0 for the plan alone; what is not wanted when its turn comes fails with cancelled. */
export type MatteredQuestioner = (ms: number, isWanted: () => boolean) => Promise<Mattered>;

interface Turn {
  readonly key: string;
  isAsking: boolean;
}

export class Measuring {
  /** The last answer, until the next question has its own. */
  known: Mattered | undefined;
  phase: MeasuringPhase = 'planning';
  failure: unknown;
  readonly #changed: () => void;
  #turn: Turn | undefined;
  /** Whose answer is known. */
  #answered: Turn | undefined;
  #ask: MatteredQuestioner | undefined;

  /** `changed` is called whenever there is something else to be drawn. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Begins anew for another key, and goes on where a question was cancelled; cheap otherwise. */
  follow(key: string, question: MatteredQuestioner): void {
    if (this.#turn?.key !== key) {
      this.#turn = { key, isAsking: false };
      this.phase = 'planning';
      this.failure = undefined;
    }
    this.#ask = question;
    void this.#goOn(this.#turn);
  }

  /** The key of what is known. */
  get question(): string | undefined {
    return this.#answered?.key;
  }

  /** Whether what is known, or the failure, is that of this key. */
  isOf(key: string | undefined): boolean {
    return this.#turn?.key === key && (this.#answered === this.#turn || this.phase === 'failed');
  }

  /** Begins what was planned, or goes on with what was stopped or has failed. */
  start(): void {
    if (!this.#turn || this.#isGoing()) return;
    this.phase = this.#answered === this.#turn ? 'measuring' : 'planning';
    this.failure = undefined;
    this.#changed();
    void this.#goOn(this.#turn);
  }

  /** What was measured stays, the question that is being answered included. */
  stop(): void {
    if (this.phase !== 'measuring') return;
    this.phase = 'stopped';
    this.#changed();
  }

  #isGoing(): boolean {
    return this.phase === 'planning' || this.phase === 'measuring';
  }

  async #goOn(turn: Turn): Promise<void> {
    const isWanted = () => turn === this.#turn;
    if (turn.isAsking) return;
    turn.isAsking = true;
    try {
      while (isWanted() && this.#isGoing() && this.#ask) {
        const ms = this.phase === 'planning' ? 0 : SLICE_MS;
        const answer = await this.#ask(ms, isWanted);
        if (!isWanted()) return;
        this.#take(turn, answer, ms);
      }
    } catch (thrown) {
      if (isWanted() && !isCancelled(thrown)) this.#fail(thrown);
    } finally {
      turn.isAsking = false;
    }
  }

  /** Finer parts come up only when they are measured: nothing is left when a question has measured none. */
  #take(turn: Turn, answer: Mattered, ms: number): void {
    const before = this.#answered === turn ? this.known : undefined;
    this.known = answer;
    this.#answered = turn;
    if (ms === 0) this.phase = answer.leftMs < BEGINS_BY_ITSELF_MS ? 'measuring' : 'planned';
    else if (answer.left === 0 && answer.readings === before?.readings) this.phase = 'done';
    this.#changed();
  }

  #fail(thrown: unknown): void {
    this.phase = 'failed';
    this.failure = thrown;
    this.#changed();
  }
}
