// Asks what a comparison needs, a few tokens and a layer at a time, and keeps what is known of each comparison of the text.
// Draws nothing.
import type { Compared, ComparedNext, Comparison } from '../../../src/contract/compared.ts';
import type { Matrix } from '../../../src/contract/readings.ts';
import { Latest } from '../../state/latest.ts';
import type { Urgency } from '../../state/questionQueue.ts';
import type { ToolContext } from '../toolContext.ts';
import { type Known, nothingKnown, withMore } from './known.ts';
import { shapesInWords } from './words.ts';

/** Pieces whose predictions are asked for at a time: what the reader does meanwhile need not wait for a long text. */
const AT_A_TIME = 64;
/** Tokens of each distribution behind the selected token. */
const CANDIDATES = 8;

/** StopElement.ask() */
type Ask = <Answer>(latest: Latest<Answer>, key: string, question: () => Promise<Answer>, urgency?: Urgency) => void;

/** A comparison, and what it was asked of: while the next one is on its way the last one is shown. */
export interface Asked {
  readonly other: Compared;
  readonly of: Comparison;
}

export type Layers = readonly (Float32Array | undefined)[];

export class Comparing {
  readonly comparison = new Latest<Asked>();
  readonly streams = new Latest<Matrix>();
  readonly next = new Latest<ComparedNext>();
  readonly #part = new Latest<Known>();
  readonly #layer = new Latest<Float32Array>();
  readonly #known = new Map<string, Known>();
  readonly #heads = new Map<string, Layers>();
  readonly #ask: Ask;
  #version = '';

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /**
   * To be called before anything else is asked. The comparison, once it is that of what is compared now; it comes with the
   * first predictions, so that a short text is not drawn empty.
   */
  begin(context: ToolContext, other: Compared): Comparison | undefined {
    const { run, host, version } = context;
    if (version !== this.#version) {
      this.#known.clear();
      this.#heads.clear();
    }
    this.#version = version;
    const question = async () => {
      const of = await host.comparison(run, other);
      if (of.predicts === 'next' && !isNothingNew({ other, of })) await this.#predictions(context, other, of);
      return { other, of };
    };
    this.#ask(this.comparison, `comparison ${keyOf(other)}`, question, 'now');
    return this.comparison.isCurrent ? this.comparison.value?.of : undefined;
  }

  known(other: Compared, { pieces }: Comparison): Known {
    const key = keyOf(other);
    const known = this.#known.get(key) ?? nothingKnown(pieces.length);
    this.#known.set(key, known); // the same one each time, since the text is drawn anew for another
    return known;
  }

  /** How differently the heads of each layer attend; undefined where it is not known. */
  heads(other: Compared, { ours: { layers } }: Comparison): Layers {
    return this.#heads.get(keyOf(other)) ?? Array.from<undefined>({ length: layers });
  }

  /** Its answer leads here again, until all are known. Nothing is asked where a side does not go on with a text. */
  askPredictions(context: ToolContext, other: Compared, of: Comparison): void {
    if (of.predicts !== 'next') return;
    const { done } = this.known(other, of);
    if (done >= of.pieces.length) return;
    this.#ask(this.#part, `predictions ${done} ${keyOf(other)}`, () => this.#predictions(context, other, of));
  }

  /** Of the pieces that follow those that are known. */
  async #predictions({ run, host }: ToolContext, other: Compared, of: Comparison): Promise<Known> {
    const known = this.known(other, of);
    const { done } = known;
    if (done >= of.pieces.length) return known;
    const pieces = { start: done, end: Math.min(done + AT_A_TIME, of.pieces.length) };
    const more = withMore(known, await host.comparedPredictions(run, other, pieces));
    this.#known.set(keyOf(other), more);
    return more;
  }

  /** Nothing where they cannot be compared. */
  askStreams({ run, host }: ToolContext, other: Compared, of: Comparison): void {
    if (!shapesInWords(of).streams)
      this.#ask(this.streams, `streams ${keyOf(other)}`, () => host.comparedStreams(run, other));
  }

  askNext({ run, host }: ToolContext, other: Compared, piece: number): void {
    const question = () => host.comparedNext(run, other, piece, CANDIDATES);
    this.#ask(this.next, `next ${piece} ${keyOf(other)}`, question, 'now');
  }

  /** One layer after another. */
  askHeads({ run, host }: ToolContext, other: Compared, of: Comparison): void {
    if (shapesInWords(of).heads) return;
    const known = this.heads(other, of);
    const layer = known.indexOf(undefined);
    if (layer < 0) return;
    const question = async () => {
      const distances = await host.comparedHeads(run, other, layer);
      this.#heads.set(keyOf(other), known.with(layer, distances));
      return distances;
    };
    this.#ask(this.#layer, `heads ${layer} ${keyOf(other)}`, question, 'later');
  }
}

/** Whether it is the text as it is, once more. */
export function isNothingNew({ other, of: { pieces } }: Asked): boolean {
  return other.kind === 'text' && pieces.every(({ isSame }) => isSame);
}

function keyOf(other: Compared): string {
  return JSON.stringify(other);
}
