// Asks the engine what several stops need for the state that is shown, as far as one of them is in sight, keeps the
// latest answers, and tells which belong to the state. Knows the host and the state, draws nothing.

import type { RunQuestions } from '../../src/contract/questions.ts';
import type {
  AttentionMaps,
  AttentionOverview,
  AttentionRows,
  NextTokens,
  TokenVectors,
} from '../../src/contract/readings.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { type Answer, NO_ANSWER, whileTrue } from './answer.ts';
import { AttendedRow } from './attendedRow.ts';
import { Latest } from './latest.ts';
import type { PanelState } from './panelState.ts';
import type { QuestionQueue, Urgency } from './questionQueue.ts';
import type { SightId } from './toolIds.ts';
import { unlessChanged } from './unlessChanged.ts';

/** Cells on a side of a thumbnail: it is shown so small that more could not be seen. */
const THUMB = 24;
/** The number of most probable next tokens that are listed. */
export const CANDIDATES = 12;
/** Cells on a side of a head's map. It is drawn at most 460 px wide; more cells would hardly show. */
const MAP = 256;

type Questions = Pick<RunQuestions, 'attentionMaps' | 'attentionOverview' | 'attentionRows' | 'vectors' | 'nextTokens'>;

/** The stops and tools that show each answer. */
const SHOWN_BY = {
  overview: ['attention'],
  maps: ['attention'],
  rows: ['attention'],
  vectors: ['embedding', 'position', 'block'],
  next: ['next', 'why', 'mattered', 'whatIf'],
} as const satisfies Readonly<Record<string, readonly SightId[]>>;
type Shared = keyof typeof SHOWN_BY;

/** The answers of which one is kept at a time. */
interface Kept {
  readonly overview: AttentionOverview;
  /** What the selected token (without one, the last) attends to, in every layer and head. */
  readonly rows: AttentionRows;
  readonly vectors: TokenVectors;
  readonly next: NextTokens;
}

/** The answers as the stops show them. */
export interface SharedAnswers {
  /** Small maps of all heads. */
  readonly overview: Answer<AttentionOverview>;
  /** The maps of the chosen layer's heads; while they are not current, those of the layer that was shown before. */
  readonly maps: Answer<AttentionMaps>;
  /** What the selected token (without one, the last) attends to in the chosen head. [token + 1] */
  readonly weights: Answer<ArrayLike<number>>;
  /** The vectors of that token. */
  readonly vectors: Answer<TokenVectors>;
  /** What comes after that token. */
  readonly next: Answer<NextTokens>;
}

export class Answers {
  readonly #latest: { readonly [Name in keyof Kept]: Latest<Kept[Name]> } = {
    overview: new Latest(),
    rows: new Latest(),
    vectors: new Latest(),
    next: new Latest(),
  };
  /** The maps of the chosen layer and of its neighbours, which one key press reaches. */
  readonly #maps = new Map<number, Latest<AttentionMaps>>();
  /** Those that were shown last. */
  #shownMaps: AttentionMaps | undefined;
  readonly #row = new AttendedRow();
  readonly #questions: Questions;
  readonly #queue: QuestionQueue;
  readonly #done: () => void;
  /** The answers that somebody looks at. */
  #looked: ReadonlySet<Shared> = new Set();
  #run = '';
  #layer = 0;
  #shown: SharedAnswers | undefined;

  /** `done` is called whenever an answer has arrived. */
  constructor(questions: Questions, queue: QuestionQueue, done: () => void) {
    this.#questions = questions;
    this.#queue = queue;
    this.#done = done;
  }

  /**
   * What the stops show of a state that was followed. An answer about a token that was taken back is left out. Each is the
   * same object as long as nothing in it has changed.
   */
  shown(state: PanelState): SharedAnswers {
    const { overview, rows, vectors, next } = this.#latest;
    const n = state.tokens.length;
    const weights = this.#row.of(state, rows);
    const before = this.#shown;
    this.#shown = {
      overview: unchanged(before?.overview, overview),
      maps: unchanged(before?.maps, this.#mapsOf(state.head?.layer)),
      weights: unchanged(before?.weights, {
        value: weights,
        isCurrent: weights !== undefined || rows.isCurrent,
        failure: rows.failure,
      }),
      vectors: unchanged(
        before?.vectors,
        whileTrue(vectors, ({ token }) => token < n),
      ),
      next: unchanged(
        before?.next,
        whileTrue(next, ({ after }) => after < n),
      ),
    };
    return this.#shown;
  }

  #mapsOf(layer: number | undefined): Answer<AttentionMaps> {
    const maps = (layer === undefined ? undefined : this.#maps.get(layer)) ?? NO_ANSWER;
    if (maps.value) this.#shownMaps = maps.value;
    return maps.value || maps.isCurrent ? maps : { ...NO_ANSWER, value: this.#shownMaps };
  }

  /**
   * Asks whatever the state shows in what is in sight and was not asked yet; what nobody looks at any longer
   * is not asked. Cheap when nothing changed: it is called for every event.
   */
  follow(state: PanelState, inSight: ReadonlySet<SightId>): void {
    this.#look(state, inSight);
    this.#queue.review();
  }

  #look(state: PanelState, inSight: ReadonlySet<SightId>): void {
    this.#looked = new Set();
    if (state.content.kind !== 'explained') return;
    this.#looked = lookedAt(state, inSight);
    const { run } = state.content.summary;
    const n = state.tokens.length;
    if (run !== this.#run) this.#forget(run);
    const text = `${run} ${n} ${state.steps.map((step) => step.token.id).join()}`;
    const last = (n - 1) as TokenIndex;
    const at = state.selected ?? last;
    const { sampling } = state;
    const { layers } = state.content.summary.model;
    this.#ask('rows', `${text} ${at}`, () => this.#questions.attentionRows(run, at));
    this.#ask('vectors', `${text} ${at}`, () => this.#questions.vectors(run, at));
    const key = `${text} ${at} ${JSON.stringify(sampling)}`;
    this.#ask('next', key, () => this.#questions.nextTokens(run, at, CANDIDATES, sampling));
    if (state.head) this.#askMaps(text, run, state.head.layer, layers);
    // As much work as a forward pass, and more: all others come first.
    this.#ask('overview', text, () => this.#questions.attentionOverview(run, THUMB), 'later');
  }

  /** What nobody looks at is not asked; if it is of another text or token, it is not current. */
  #ask<Name extends keyof Kept>(
    name: Name,
    key: string,
    question: () => Promise<Kept[Name]>,
    urgency: Urgency = 'soon',
  ): void {
    const latest = this.#latest[name] as Latest<Kept[Name]>;
    if (!this.#looked.has(name)) {
      latest.expect(key);
      return;
    }
    const isLooked = () => this.#looked.has(name);
    latest.ask(key, (isLast) => this.#queue.ask(urgency, question, () => isLast() && isLooked()), this.#done);
  }

  /**
   * Asks for the chosen layer first, and for its neighbours once it is there. One of these may be chosen before its
   * answer has arrived, so whether to draw is decided then.
   */
  #askMaps(text: string, run: string, layer: number, layers: number): void {
    this.#layer = layer;
    if (!this.#looked.has('maps')) {
      this.#maps.get(layer)?.expect(`${text} ${layer}`);
      return;
    }
    const ask = (wanted: number) => {
      const maps = this.#maps.get(wanted) ?? new Latest<AttentionMaps>();
      this.#maps.set(wanted, maps);
      const key = `${text} ${wanted}`;
      const isKept = () => this.#maps.get(wanted) === maps && this.#looked.has('maps');
      const urgency = () => (wanted === this.#layer ? 'soon' : 'later');
      const question = () => this.#questions.attentionMaps(run, wanted, MAP);
      maps.ask(
        key,
        (isLast) => this.#queue.ask(urgency, question, () => isLast() && isKept()),
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
    for (const known of this.#maps.keys()) if (Math.abs(known - layer) > 1) this.#maps.delete(known);
    ask(layer);
    if (this.#maps.get(layer)?.isCurrent) askNeighbours();
  }

  #forget(run: string): void {
    this.#run = run;
    this.#maps.clear();
    this.#shownMaps = undefined;
    for (const one of Object.values(this.#latest)) one.forget();
  }
}

/** Stops compare answers by identity, and are drawn again for another one. A Latest is the same one with another value. */
function unchanged<Value>(
  before: Answer<Value> | undefined,
  { value, isCurrent, failure }: Answer<Value>,
): Answer<Value> {
  return unlessChanged(before, { value, isCurrent, failure });
}

/**
 * While tokens are generated, one after another, only what comes next is asked: computing all heads of all tokens for
 * each would slow them down. A generated token's row came with its step; that of a selected one tints the editor.
 */
function lookedAt(state: PanelState, inSight: ReadonlySet<SightId>): ReadonlySet<Shared> {
  const names = Object.keys(SHOWN_BY) as Shared[];
  const looked = new Set(names.filter((name) => SHOWN_BY[name].some((stop) => inSight.has(stop))));
  if (state.generating) return new Set(looked.has('next') ? ['next'] : []);
  const at = state.selected ?? state.tokens.length - 1;
  if (state.selected !== undefined) looked.add('rows');
  if (state.steps.some(({ index }) => index === at)) looked.delete('rows');
  return looked;
}
