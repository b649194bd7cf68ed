// One explained text while the engine keeps it: its tokens, its sequence, the questions about it and how to cancel
// them. Knows nothing about messages.

import type { Comparison } from '../contract/compared.ts';
import type { Span, Token, TokenIndex } from '../contract/tokens.ts';
import type { FollowingToken } from '../contract/whatIf.ts';
import type { Piece } from '../explain/alignment.ts';
import type { Distribution } from '../explain/nextTokens.ts';
import type { PatchSweep } from '../explain/patchSweep.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { DocumentReading } from './documentReading.ts';
import { EndedTexts } from './endedTexts.ts';
import { LastAnswer } from './lastAnswer.ts';
import type { MatteredSearch } from './matteredSearch.ts';
import type { LoadedModel } from './models.ts';
import type { ReadTexts } from './readText.ts';

export interface ExplainedText {
  readonly model: LoadedModel;
  readonly sequence: Sequence;
  /** The user's text, as far as the tokens reach. */
  readonly text: string;
  readonly tokens: Token[];
  /** The tokens of each word of the user's text; every generated token is by itself. */
  readonly words: readonly Span<TokenIndex>[];
  /** The number of tokens of the user's text; those after them are generated. */
  readonly promptLength: number;
  /** How long reading the user's text takes, also where some of it was known already. */
  readonly wholeMs: number;
}

/** What of the run's text can change while it is kept: its length, and what was generated. Part of the keys below. */
export function stateOf({ sequence, promptLength }: ExplainedText): readonly unknown[] {
  return [sequence.length, sequence.ids.slice(promptLength)];
}

/** What a model has read, and how it cut it. */
export type Reading = Pick<ExplainedText, 'model' | 'sequence' | 'tokens'>;

/** The text as it was read with changes, for the questions about the same ones. */
export interface ChangedText {
  readonly key: string;
  readonly sequence: Sequence;
  /** The share of the whole text's blocks, counted by token, that were run for it. */
  readonly computed: number;
}

export class Run {
  /** Set when the model is asked for: from then on it is not released before this run has ended. */
  model: Promise<LoadedModel> | undefined;
  /** Set when the forward pass has ended. */
  text: ExplainedText | undefined;
  /** Whether it is about a document that is read in windows, and has that in place of a text. */
  isOfDocument = false;
  document: DocumentReading | undefined;
  /** What was known of the document's earlier text, until there is a reading of this one. */
  earlierDocument: DocumentReading | undefined;
  /**
   * The distribution that was asked for last. It is kept since sorting the vocabulary takes most of the time when a
   * slider for the sampling moves.
   */
  lastDistribution: { readonly after: number; readonly predicted: Distribution } | undefined;
  /**
   * The document that was counted last, as ids. It is the same for every token of the run that is looked at, and cutting
   * a megabyte takes a second.
   */
  lastDocument: { readonly document: string; readonly ids: readonly number[] } | undefined;
  /** What is known so far of what mattered, as it was asked last. */
  matteredSearch: MatteredSearch | undefined;
  changedText: ChangedText | undefined;
  /** The text with one token masked, as it was asked about last. */
  maskedText: { readonly key: string; readonly sequence: Sequence } | undefined;
  /** How the text goes on and how surprising it is without any change, which each change is held against. */
  readonly unchangedTexts = new LastAnswer<readonly FollowingToken[]>();
  readonly unchangedSurprisals = new LastAnswer<Float32Array<ArrayBuffer>>();
  /** The sweep that was asked for last, as far as it is measured. */
  patchSweep: { readonly key: string; readonly sweep: PatchSweep; readonly metrics: Float32Array } | undefined;
  /** The other text that the run was compared with last, and how the tokens of the last comparison stand for one another. */
  comparedText: { readonly text: string; readonly reading: Reading } | undefined;
  /** Other texts that were read for questions about the run; they stay as they are, also for who still has one. */
  readonly besideTexts = new EndedTexts();
  alignment:
    | { readonly key: string; readonly by: Comparison['alignedBy']; readonly pieces: readonly Piece[] }
    | undefined;
  #abort = new AbortController();
  #readings = new AbortController();
  #work: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  readonly #textsReadBy: (model: Promise<LoadedModel>) => ReadTexts;

  constructor(textsReadBy: (model: Promise<LoadedModel>) => ReadTexts) {
    this.#textsReadBy = textsReadBy;
  }

  /**
   * What the run's model has read, for this run and for others, when a text is to be read beside the run: it is copied, and
   * what is read is kept with the run.
   */
  textsToCopy(): ReadTexts {
    const { model, besideTexts } = this;
    if (!model) throw new Error('a run is asked about before it has a model');
    const { running, ended } = this.#textsReadBy(model);
    return { running: [...running, ...ended], ended: [], take() {}, keep: (text) => besideTexts.keep(model, text) };
  }

  /**
   * Answers a question after the ones before it, since questions read and change the run; cancel() reaches all that
   * were asked before it. Fails with cancelled.
   */
  async inTurn<Answer>(question: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const { signal } = this.#abort;
    const answer = this.#work.then(() => {
      if (signal.aborted) throw { code: 'cancelled' } as const;
      return question(signal);
    });
    this.#work = answer.catch(() => {});
    this.#waiting++;
    try {
      return await answer;
    } finally {
      this.#waiting--;
    }
  }

  /** Answers a question that only reads the run, in turn. Its signal also tells of an interrupt(). */
  async readInTurn<Answer>(question: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const interrupted = this.#readings.signal;
    return await this.inTurn((signal) => question(AbortSignal.any([signal, interrupted])));
  }

  /** Ends the questions so far that only read the run and look at their signal. The others are answered. */
  interrupt(): void {
    this.#readings.abort();
    this.#readings = new AbortController();
  }

  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Whether a question waits for its answer. */
  get isAsked(): boolean {
    return this.#waiting > 0;
  }

  /** Resolves when all questions so far are answered. */
  async settled(): Promise<void> {
    await this.#work;
  }
}
