// The token counts of a text that is edited, in chunks between places where it may be cut (cuts/cutPoints.ts). After an
// edit only the chunks that it touched are cut and counted again, once they are asked about, and all counts equal those of
// the whole text. Knows one tokenizer. It is given the text with every question and keeps none.
import type { PlacedToken, Span, Utf16Offset } from '../contract/tokens.ts';
import { REACH } from './cuts/cutPoints.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The units [start, start + removed) of the text became `inserted` others. */
export interface Replacement {
  readonly start: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Half-open, in UTF-16 units. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * What yields between two chunks, so that whoever asks may do something else, or give up because of an edit. What it yields
 * is to be waited for.
 */
export type Steps<Value> = Generator<Promise<void> | undefined, Value>;

/** Counts a word that is too long to be counted while others wait. */
export type LongWordCount = (word: string) => Promise<number>;

/**
 * About as long as a chunk is, in UTF-16 units. Counting it takes 0.1 ms, and an edit of 1 MB goes through 1,000 lengths,
 * which takes less.
 */
const CHUNK = 1_000;
/** As many are cut in a step, which takes 1 ms. */
const STEP = 256;
/** Where a text cannot be cut for so long, counting takes a tenth of a second and more. */
const LONG_WORD = 250_000;

interface Chunk {
  readonly length: number;
  /** What it adds to the count of what is before it; undefined until it is asked for. */
  count: number | undefined;
  /** Whether it is still to be cut: it may be of any length. */
  readonly isUncut?: boolean;
}

export class ChunkCounts {
  readonly tokenizer: Tokenizer;
  readonly #chunkLength: number;
  readonly #longWord: number;
  /** How words are counted that are longer than that. */
  #countLong: LongWordCount | undefined;
  readonly #chunks: Chunk[];
  /** The counts of the letters that stand before chunks. */
  readonly #letters = new Map<string, number>();
  /** Where each chunk begins; undefined after an edit. */
  #starts: readonly number[] | undefined;

  /** Of a text of so many units. */
  constructor(length: number, tokenizer: Tokenizer, { chunkLength = CHUNK, longWord = LONG_WORD } = {}) {
    this.tokenizer = tokenizer;
    this.#chunkLength = chunkLength;
    this.#longWord = longWord;
    this.#chunks = uncut(length);
  }

  /** Until then, and without it, long words are counted as all others. */
  countLongBy(count: LongWordCount | undefined): void {
    this.#countLong = count;
  }

  /** Takes no look at the text: of many edits only the last one's text is made, and cut. */
  edit({ start, removed, inserted }: Replacement): void {
    const chunks = this.#chunks;
    this.#starts = undefined;
    // The end of a chunk may no longer be a cut where the edit is within REACH of it.
    let [first, begin] = [0, 0];
    while (first < chunks.length - 1 && begin + chunks[first].length + REACH <= start) begin += chunks[first++].length;
    let [behind, end] = [first, begin];
    const touched = (at: number) => at < start + removed + REACH;
    const isShort = (at: number) => at - begin + inserted - removed < this.#chunkLength / 2;
    while (behind < chunks.length && (touched(end) || isShort(end))) end += chunks[behind++].length;
    chunks.splice(first, behind - first, ...uncut(end - begin + inserted - removed));
  }

  /** The number of tokens of the text. */
  *count(text: string): Steps<number> {
    yield* this.#cut(text);
    return yield* this.#sum(text, 0, this.#chunks.length);
  }

  /** The number of tokens of text[start, end) by itself. */
  *countOf(text: string, { start, end }: Range): Steps<number> {
    yield* this.#cut(text);
    const starts = this.#allStarts();
    const next = firstAbove(starts, start);
    const last = firstAbove(starts, end - 1) - 1;
    if (last < next) return yield* this.#countOf(text.slice(start, end));
    const head = start === 0 ? yield* this.#sum(text, 0, next) : yield* this.#countOf(text.slice(start, starts[next]));
    return head + (yield* this.#sum(text, next, last)) + (yield* this.#added(text, starts[last], end));
  }

  /** The end of the first line up to which the text has more than so many tokens; undefined where it has no more, too. */
  *lineEndBeyond(text: string, tokens: number): Steps<number | undefined> {
    yield* this.#cut(text);
    const starts = this.#allStarts();
    let before = 0;
    for (const [i, start] of starts.entries()) {
      const all = before + (yield* this.#sum(text, i, i + 1));
      const end = starts[i + 1] ?? text.length;
      if (all > tokens || end === text.length) {
        const found = yield* this.#lineBeyond(text, { start, end }, tokens - before);
        if (found !== undefined) return found;
      }
      before = all;
    }
    return undefined;
  }

  /** The same in one chunk. By halves: where all of a text is one, each count takes as long as that of the text. */
  *#lineBeyond(text: string, { start, end }: Range, tokens: number): Steps<number | undefined> {
    const ends = [...lineEnds(text, start, end)];
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((yield* this.#added(text, start, ends[middle])) > tokens) high = middle;
      else low = middle + 1;
      yield;
    }
    return ends[low];
  }

  /**
   * The tokens of the text that touch a range. Only the chunks around it are cut into tokens; none of a long word, since
   * there would be a million of them.
   */
  *tokensIn(text: string, { start, end }: Range): Steps<readonly PlacedToken[]> {
    yield* this.#cut(text);
    const starts = this.#allStarts();
    const from = starts[firstAbove(starts, start) - 1] ?? 0;
    const to = starts[firstAbove(starts, end - 1)] ?? text.length;
    if (to - from > this.#longWord) return [];
    const shift = Math.max(0, from - 1);
    const before = from === 0 ? 0 : this.#countOfLetter(text[shift]);
    const tokens = this.tokenizer.encode(text.slice(shift, to)).slice(before);
    return tokens.flatMap(({ span, byteSpan: _, ...token }) => {
      const placed = { start: span.start + shift, end: span.end + shift } as Span<Utf16Offset>;
      return placed.end > start && placed.start < end ? [{ ...token, span: placed }] : [];
    });
  }

  *#sum(text: string, from: number, to: number): Steps<number> {
    const starts = this.#allStarts();
    let tokens = 0;
    for (let i = from; i < to; i++) {
      const chunk = this.#chunks[i];
      if (chunk.count === undefined) {
        chunk.count = yield* this.#added(text, starts[i], starts[i] + chunk.length);
        yield;
      }
      tokens += chunk.count;
    }
    return tokens;
  }

  /** What text[start, end) adds to the count of what is before it, where `start` is a cut or the beginning. */
  *#added(text: string, start: number, end: number): Steps<number> {
    if (start === 0 || start === end) return yield* this.#countOf(text.slice(start, end));
    return (yield* this.#countOf(text.slice(start - 1, end))) - this.#countOfLetter(text[start - 1]);
  }

  *#countOf(piece: string): Steps<number> {
    if (!this.#countLong || piece.length <= this.#longWord) return this.tokenizer.count(piece);
    let count = 0;
    yield this.#countLong(piece).then((counted) => {
      count = counted;
    });
    return count;
  }

  #countOfLetter(letter: string): number {
    const count = this.#letters.get(letter) ?? this.tokenizer.count(letter);
    this.#letters.set(letter, count);
    return count;
  }

  #allStarts(): readonly number[] {
    let start = 0;
    this.#starts ??= this.#chunks.map(({ length }) => {
      start += length;
      return start - length;
    });
    return this.#starts;
  }

  /** Others may ask, and so cut, between two steps; where this is given up, what was cut stays so. */
  *#cut(text: string): Steps<void> {
    for (let found = this.#firstUncut(); found; found = this.#firstUncut()) {
      const { index, start, end } = found;
      const chunks = this.#chunksOf(text, start, end);
      const cut = chunks.reduce((sum, { length }) => sum + length, 0);
      this.#chunks.splice(index, 1, ...chunks, ...uncut(end - start - cut));
      this.#starts = undefined;
      yield;
    }
  }

  #firstUncut(): (Range & { readonly index: number }) | undefined {
    let start = 0;
    for (const [index, { length, isUncut }] of this.#chunks.entries()) {
      if (isUncut) return { index, start, end: start + length };
      start += length;
    }
    return undefined;
  }

  /** The first STEP chunks. */
  #chunksOf(text: string, start: number, end: number): Chunk[] {
    const chunks: Chunk[] = [];
    for (let from = start; from < end && chunks.length < STEP; ) {
      let to = Math.min(from + this.#chunkLength, end);
      while (to < end && !this.tokenizer.isCut(text, to)) to++;
      chunks.push({ length: to - from, count: undefined });
      from = to;
    }
    return chunks;
  }
}

function uncut(length: number): Chunk[] {
  return length > 0 ? [{ length, count: undefined, isUncut: true }] : [];
}

/** The first place in an ascending list whose number is above this one. */
function firstAbove(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The ends of lines after `from`, up to and with `to`, without their line breaks. */
function* lineEnds(text: string, from: number, to: number): Generator<number> {
  const breaks = /\r\n|\n|\r/g;
  breaks.lastIndex = from;
  for (let found = breaks.exec(text); found && found.index < to; found = breaks.exec(text)) yield found.index;
  if (to === text.length) yield to;
}
