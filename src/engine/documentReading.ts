// A document while it is read in windows: its tokens, what is known of them, and the window that is being read. Keeps 20
// bytes for each token and the stream of one window, and no logits. Knows no messages, and not who else waits.

import type { SurprisalPart, TokenPrediction, Windows } from '../contract/documentReading.ts';
import type { Failure } from '../contract/failure.ts';
import type { Span, Token, TokenIndex, Utf16Offset } from '../contract/tokens.ts';
import { descendingIds } from '../explain/descendingIds.ts';
import { entropyBits, softmax } from '../explain/softmax.ts';
import { surprisal } from '../explain/surprisal.ts';
import { surprisals } from '../explain/surprisals.ts';
import { type Window, windowAt, windowCount, windowOf, windowsFor } from '../explain/windows.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { sharedLength } from '../transformer/sharedLength.ts';
import type { LoadedModel } from './models.ts';
import { nextPiece } from './readText.ts';
import { shownPiece } from './shownPiece.ts';
import { checkRows } from './tokenRows.ts';

/** Tokens that are read at a time: others can ask in between. A multiple of the runtime's chunks (localRuntime.ts). */
const PIECE = 256;

export class DocumentReading {
  readonly model: LoadedModel;
  readonly windows: Windows;
  /** The tokens that the tokenizer puts in front of a text stand in front of each window. */
  readonly #front: readonly number[];
  readonly #ids: Uint32Array<ArrayBuffer>;
  readonly #starts: Uint32Array<ArrayBuffer>;
  readonly #ends: Uint32Array<ArrayBuffer>;
  readonly #bits: Float32Array<ArrayBuffer>;
  readonly #ranks: Float32Array<ArrayBuffer>;
  /** [windows] */
  readonly #isKnown: Uint8Array<ArrayBuffer>;
  /** Windows that became known, and that nobody was told of. */
  #untold: number[] = [];
  /** The window that the sequence has, or a part of it; undefined where it is one of the earlier text. */
  #window: number | undefined;
  /**
   * Of one window: two that overlap share no beginning, and each token of the second would see more of the text than it
   * does in the first.
   */
  readonly #sequence: Sequence;

  /**
   * `all` are the tokens of the text with those in front. Takes over what the reading of an earlier text knows: a window depends
   * on its own tokens alone, so that one of the same tokens has the same numbers, bit for bit; and what the sequence has of the
   * window that was read last. Fails with token-beyond-table, context-too-short.
   */
  constructor(model: LoadedModel, all: readonly Token[], earlier?: DocumentReading) {
    const front = countInFront(all);
    const tokens = all.slice(front);
    this.model = model;
    this.windows = windowsOf(model, front);
    checkRows(all, model.info.vocabSize);
    this.#front = all.slice(0, front).map(({ id }) => id);
    this.#ids = Uint32Array.from(tokens, ({ id }) => id);
    this.#starts = Uint32Array.from(tokens, ({ span }) => span.start);
    this.#ends = Uint32Array.from(tokens, ({ span }) => span.end);
    this.#bits = new Float32Array(tokens.length).fill(Number.NaN);
    this.#ranks = new Float32Array(tokens.length).fill(Number.NaN);
    this.#isKnown = new Uint8Array(windowCount(tokens.length, this.windows));
    const before = earlier?.model === model ? earlier : undefined;
    this.#sequence = before ? before.#sequence : model.transformer.newSequence();
    if (before) this.#takeOver(before);
  }

  get length(): number {
    return this.#ids.length;
  }

  /** Tokens that are not known yet, of those in the windows that predict this part of the text. */
  left(part: Span<Utf16Offset> = { start: 0, end: Number.POSITIVE_INFINITY } as Span<Utf16Offset>): number {
    let left = 0;
    for (let index = this.#windowAt(part.start); index <= this.#windowAt(part.end); index++) {
      const { first, end } = this.#at(index);
      if (this.#isKnown[index] === 0) left += end - first;
    }
    return left;
  }

  /** The window to be read next: from where the reader looks on, then what is nearest above. undefined where all is known. */
  next(from: Utf16Offset): number | undefined {
    const start = this.#windowAt(from);
    const below = this.#isKnown.indexOf(0, start);
    if (below >= 0) return below;
    const above = this.#isKnown.subarray(0, start).lastIndexOf(0);
    return above < 0 ? undefined : above;
  }

  /** Reads a piece of a window, and what it predicts once it is whole. Fails with cancelled and like a forward pass. */
  async advance(index: number, signal: AbortSignal): Promise<void> {
    if (!(await this.#readPiece(index, signal))) return;
    const { start, first, end } = this.#at(index);
    const before = this.#front.length - start - 1; // of token t the prediction stands behind t + before
    const from = Math.max(first, -before); // nothing predicts the first token of all
    const ids = Array.from(this.#ids.subarray(from, end));
    const { bits, ranks } = await surprisals(
      this.model.transformer,
      this.#sequence,
      { first: from + before, ids },
      signal,
    );
    this.#bits.set(bits, from);
    this.#ranks.set(ranks, from);
    this.#learn(index);
  }

  /** What became known since it was asked last. */
  take(): readonly SurprisalPart[] {
    const parts = this.#untold.map((index) => this.#partOf(this.#at(index)));
    this.#untold = [];
    return parts;
  }

  /** What was expected in the place of a token; undefined for a first token that nothing predicts. Reads its window again. */
  async prediction(token: number, k: number, signal: AbortSignal): Promise<TokenPrediction | undefined> {
    const index = windowOf(token, this.windows);
    const context = token - this.#at(index).start + this.#front.length;
    if (context === 0) return undefined;
    while (!(await this.#readPiece(index, signal)));
    const { transformer, tokenizer } = this.model;
    const logits = await transformer.logits(this.#sequence, context - 1);
    const probabilities = softmax(logits);
    const expected = (id: number) => ({ id, ...shownPiece(tokenizer, id), probability: probabilities[id] });
    const { bits, rank } = surprisal(logits, this.#ids[token]);
    return {
      context,
      bits,
      actual: { ...expected(this.#ids[token]), rank },
      candidates: Array.from(descendingIds(logits).subarray(0, k), expected),
      entropyBits: entropyBits(probabilities),
    };
  }

  /** Returns whether the sequence has the whole window then. */
  async #readPiece(index: number, signal: AbortSignal): Promise<boolean> {
    const sequence = this.#sequence;
    const { transformer } = this.model;
    const { start, end } = this.#at(index);
    const ids = [...this.#front, ...this.#ids.subarray(start, end)];
    if (this.#window !== index) sequence.truncate(wholePieces(sharedLength(transformer.shape, sequence, ids)));
    this.#window = index;
    const piece = nextPiece(transformer.shape, sequence, ids, PIECE);
    if (piece.length > 0) await transformer.forward(sequence, piece, { signal });
    return sequence.length === ids.length;
  }

  #takeOver(before: DocumentReading): void {
    if (`${before.#front}` !== `${this.#front}`) return;
    for (let index = 0; index < Math.min(this.#isKnown.length, before.#isKnown.length); index++) {
      const { start, first, end } = this.#at(index);
      if (before.#isKnown[index] === 0 || end !== before.#at(index).end) continue;
      if (!isSame(this.#ids, before.#ids, start, end)) continue;
      this.#bits.set(before.#bits.subarray(first, end), first);
      this.#ranks.set(before.#ranks.subarray(first, end), first);
      this.#learn(index);
    }
  }

  #learn(index: number): void {
    this.#isKnown[index] = 1;
    this.#untold.push(index);
  }

  #at(index: number): Window {
    return windowAt(index, this.length, this.windows);
  }

  /** The window that predicts the token at a place in the text. */
  #windowAt(offset: number): number {
    let [low, high] = [0, Math.max(0, this.length - 1)];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] > offset) high = middle;
      else low = middle + 1;
    }
    return windowOf(low, this.windows);
  }

  #partOf({ first, end }: Window): SurprisalPart {
    return {
      first: first as TokenIndex,
      ids: this.#ids.slice(first, end),
      starts: this.#starts.slice(first, end),
      ends: this.#ends.slice(first, end),
      bits: this.#bits.slice(first, end),
      ranks: this.#ranks.slice(first, end),
    };
  }
}

/** Where a piece ends: read in other pieces the same tokens would have other rounding, and a text two colours by its past. */
function wholePieces(tokens: number): number {
  return tokens - (tokens % PIECE);
}

/** Those that stand for nothing that was written, such as <s>. */
function countInFront(tokens: readonly Token[]): number {
  const written = tokens.findIndex(({ special, span }) => !special || span.end > 0);
  return written < 0 ? tokens.length : written;
}

function windowsOf({ info: { context } }: LoadedModel, front: number): Windows {
  const windows = windowsFor(context, front);
  if (!windows) throw { code: 'context-too-short', context } satisfies Failure;
  return windows;
}

function isSame(a: Uint32Array, b: Uint32Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (a[i] !== b[i]) return false;
  return true;
}
