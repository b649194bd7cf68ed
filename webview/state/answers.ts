// Asks the engine what several stops need for the state that is shown, and keeps the latest answers. Knows the host and
// the state, draws nothing.

import type { RunQuestions } from '../../src/contract/questions.ts';
import type {
  AttentionMaps,
  AttentionOverview,
  AttentionRows,
  NextTokens,
  TokenVectors,
} from '../../src/contract/readings.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { Latest } from './latest.ts';
import type { PanelState } from './state.ts';

/** Cells on a side of a thumbnail: it is shown so small that more could not be seen. */
const THUMB = 24;
/** The number of most probable next tokens that are listed. */
export const CANDIDATES = 12;
/** Cells on a side of a head's map. It is drawn at most 460 px wide; more cells would hardly show. */
const MAP = 256;

type Questions = Pick<RunQuestions, 'attentionMaps' | 'attentionOverview' | 'attentionRows' | 'vectors' | 'nextTokens'>;

export class Answers {
  readonly overview = new Latest<AttentionOverview>();
  /** The maps of the chosen layer and of its neighbours, which one key press reaches. */
  readonly maps = new Map<number, Latest<AttentionMaps>>();
  /** What the selected token (without one, the last) attends to, in every layer and head. */
  readonly rows = new Latest<AttentionRows>();
  readonly vectors = new Latest<TokenVectors>();
  readonly next = new Latest<NextTokens>();
  readonly #questions: Questions;
  readonly #done: () => void;
  #run = '';
  #layer = 0;

  /** `done` is called whenever an answer has arrived. */
  constructor(questions: Questions, done: () => void) {
    this.#questions = questions;
    this.#done = done;
  }

  /** Asks whatever the state shows and was not asked yet. Cheap when nothing changed: it is called for every event. */
  follow(state: PanelState): void {
    if (state.content.kind !== 'explained') return;
    const { run } = state.content.summary;
    const n = state.tokens.length;
    if (run !== this.#run) this.#forget(run);
    const text = `${run} ${n} ${state.steps.map((step) => step.token.id).join()}`;
    const last = (n - 1) as TokenIndex;
    const at = state.selected ?? last;
    // While tokens are generated, one after another, computing all heads of all tokens for each would slow them down.
    const { head } = state;
    if (!state.generating && head) {
      this.overview.ask(text, () => this.#questions.attentionOverview(run, THUMB), this.#done);
      this.#askMaps(text, run, head.layer, state.content.summary.model.layers);
      this.rows.ask(`${text} ${at}`, () => this.#questions.attentionRows(run, at), this.#done);
      this.vectors.ask(`${text} ${at}`, () => this.#questions.vectors(run, at), this.#done);
    }
    const key = `${text} ${at} ${JSON.stringify(state.sampling)}`;
    this.next.ask(key, () => this.#questions.nextTokens(run, at, CANDIDATES, state.sampling), this.#done);
  }

  /**
   * Asks for the chosen layer first, and for its neighbours once it is there. One of these may be chosen before its
   * answer has arrived, so whether to draw is decided then.
   */
  #askMaps(text: string, run: string, layer: number, layers: number): void {
    this.#layer = layer;
    const ask = (wanted: number) => {
      const maps = this.maps.get(wanted) ?? new Latest<AttentionMaps>();
      this.maps.set(wanted, maps);
      maps.ask(
        `${text} ${wanted}`,
        () => this.#questions.attentionMaps(run, wanted, MAP),
        () => {
          if (wanted !== this.#layer) return;
          this.#done();
          askNeighbours();
        },
      );
    };
    const askNeighbours = () => {
      for (const wanted of [this.#layer + 1, this.#layer - 1]) if (wanted >= 0 && wanted < layers) ask(wanted);
    };
    for (const known of this.maps.keys()) if (Math.abs(known - layer) > 1) this.maps.delete(known);
    ask(layer);
    if (this.maps.get(layer)?.isCurrent) askNeighbours();
  }

  #forget(run: string): void {
    this.#run = run;
    this.maps.clear();
    for (const one of [this.overview, this.rows, this.vectors, this.next]) one.forget();
  }
}
