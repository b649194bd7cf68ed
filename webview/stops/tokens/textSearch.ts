// Finds what is typed in the text that tokens are made of, wherever their borders are. Pure.
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Unit } from './units.ts';

/** What a character that bytes do not make is searched as; it is found by nothing that anyone types. */
const NO_CHARACTER = '\uFFFD';
/** In an expression of Unicode only these may be escaped. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** The text of some tokens as it is searched. Where a tokenizer dropped white space between two of them stands a space. */
export class TextSearch {
  readonly #text: string;
  /** Pieces of the text with their tokens and places: from ≤ character < to. */
  readonly #pieces: readonly { readonly from: number; readonly to: number; readonly span: Span<TokenIndex> }[];

  constructor(tokens: readonly Token[], units: readonly Unit[]) {
    let text = '';
    this.#pieces = units.map((unit) => {
      const { start, end } = unit as unknown as Span<TokenIndex>;
      if (start > 0 && tokens[start].span.start > tokens[start - 1].span.end) text += ' ';
      const from = text.length;
      text += unit.text ?? NO_CHARACTER;
      return { from, to: text.length, span: { start, end } };
    });
    this.#text = text;
  }

  /** The tokens of each place, in order, in either case; white space within what is sought stands for any white space. */
  find(sought: string): readonly Span<TokenIndex>[] {
    if (sought === '') return [];
    return Array.from(this.#text.matchAll(expressionOf(sought)), ({ index, 0: { length } }) => ({
      start: this.#pieces[this.#pieceBehind(index)].span.start,
      end: this.#pieces[this.#pieceBehind(index + length - 1)].span.end,
    }));
  }

  /** The piece that has a character, or the next one where it stands between two. */
  #pieceBehind(character: number): number {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#pieces[middle].to <= character) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** White space alone is sought as it is. */
function expressionOf(sought: string): RegExp {
  const escaped = sought.replace(SYNTAX, '\\$&');
  return new RegExp(sought.trim() === '' ? escaped : escaped.replace(/\s+/g, '\\s+'), 'giu');
}
