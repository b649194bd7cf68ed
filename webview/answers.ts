// What the engine was asked for the state that is shown, and its latest answers. Knows the host and the state, draws
// nothing.
import type { AttentionOverview, Matrix, NextTokens, TokenIndex, TokenVectors } from '../src/engine/protocol.ts';
import type { RunQuestions } from '../src/views/protocol.ts';
import { Latest } from './latest.ts';
import type { PanelState } from './state.ts';

/** Cells of a thumbnail's side; more could not be seen. */
const THUMB = 24;
export const CANDIDATES = 12;

type Questions = Pick<RunQuestions, 'attention' | 'attentionOverview' | 'vectors' | 'nextTokens'>;

export class Answers {
  readonly overview = new Latest<AttentionOverview>();
  readonly matrix = new Latest<Matrix>();
  readonly vectors = new Latest<TokenVectors>();
  readonly next = new Latest<NextTokens>();
  readonly #questions: Questions;
  readonly #done: () => void;
  #run = '';

  /** `done`: called whenever an answer came in. */
  constructor(questions: Questions, done: () => void) {
    this.#questions = questions;
    this.#done = done;
  }

  /** Asks for what the state shows and was not asked yet. */
  follow(state: PanelState): void {
    if (state.content.kind !== 'explained') return;
    const { run } = state.content.summary;
    const n = state.tokens.length;
    if (run !== this.#run) this.#forget(run);
    const text = `${run} ${n} ${state.steps.map((step) => step.token.id).join()}`;
    const last = (n - 1) as TokenIndex;
    const at = state.selected ?? last;
    // While tokens come in, one after another, all heads of all tokens are not computed for each of them.
    const { head } = state;
    if (!state.generating && head) {
      this.overview.ask(text, () => this.#questions.attentionOverview(run, THUMB), this.#done);
      const all = { start: 0 as TokenIndex, end: n as TokenIndex };
      this.matrix.ask(
        `${text} ${JSON.stringify(head)}`,
        () => this.#questions.attention(run, head, all, all),
        this.#done,
      );
      this.vectors.ask(`${text} ${at}`, () => this.#questions.vectors(run, at), this.#done);
    }
    const key = `${text} ${at} ${JSON.stringify(state.sampling)}`;
    this.next.ask(key, () => this.#questions.nextTokens(run, at, CANDIDATES, state.sampling), this.#done);
  }

  #forget(run: string): void {
    this.#run = run;
    for (const one of [this.overview, this.matrix, this.vectors, this.next]) one.forget();
  }
}
