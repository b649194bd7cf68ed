// Cuts a long text into tokens a part at a time, so that whoever asked may give up meanwhile. The parts end where that is
// proven to change no token (cuts/cutPoints.ts). Knows one tokenizer, and not who waits.
import type { ByteOffset, Span, Token, Utf16Offset } from '../contract/tokens.ts';
import type { EncodeOptions, WordTokenizer } from './tokenizer.ts';

/** About as long as a part is, in UTF-16 units: it takes 10 to 30 ms. */
const PART = 16_384;

export interface StepOptions extends EncodeOptions {
  /** Once there are more tokens than so many, the rest of the text is left out. */
  readonly enough?: number;
  readonly part?: number;
}

export interface CutWords {
  readonly words: readonly (readonly Token[])[];
  /** Whether they are those of the whole text. */
  readonly all: boolean;
}

/**
 * The words of the text with their tokens. Yields between two parts. A tokenizer of which no cut is proven, and a word that
 * is longer than a part, are cut in one piece, whatever that takes. Fails with tokenizer-invalid.
 */
export function* wordsInSteps(
  tokenizer: Pick<WordTokenizer, 'words' | 'isCut'>,
  text: string,
  { special = false, closed = false, enough = Number.POSITIVE_INFINITY, part = PART }: StepOptions = {},
): Generator<void, CutWords> {
  const words: Token[][] = [];
  let [tokens, from, bytes] = [0, 0, 0];
  for (;;) {
    const to = endOfPart(tokenizer, text, from + part);
    // The letter before the part is cut with it, since it may decide about what follows; its tokens are there already.
    const letter = text.slice(Math.max(0, from - 1), from);
    const known = letter === '' ? 0 : tokenizer.words(letter).flat().length;
    const options = { special: special && from === 0, closed: closed && to === text.length };
    const cut = tokenizer.words(letter + text.slice(from, to), options);
    const shift = { units: from - letter.length, bytes: bytes - Buffer.byteLength(letter) };
    tokens += append(words, cut, known, shift);
    if (to === text.length) return { words, all: true };
    if (tokens > enough) return { words, all: false };
    bytes += Buffer.byteLength(text.slice(from, to));
    from = to;
    yield;
  }
}

function endOfPart({ isCut }: Pick<WordTokenizer, 'isCut'>, text: string, earliest: number): number {
  let end = Math.min(earliest, text.length);
  while (end < text.length && !isCut(text, end)) end++;
  return end;
}

/** Without the first `known` tokens; one that is in the middle of a word goes on with the last one. Returns how many they are. */
function append(
  words: Token[][],
  cut: readonly (readonly Token[])[],
  known: number,
  shift: { readonly units: number; readonly bytes: number },
): number {
  let [before, added] = [known, 0];
  for (const word of cut) {
    const dropped = Math.min(before, word.length);
    before -= dropped;
    if (dropped === word.length) continue;
    const own = shift.units === 0 ? word : word.slice(dropped).map((token) => shifted(token, shift));
    added += own.length;
    if (dropped === 0) words.push(own as Token[]);
    else for (const token of own) words[words.length - 1].push(token);
  }
  return added;
}

function shifted(token: Token, by: Parameters<typeof append>[3]): Token {
  const { span, byteSpan } = token;
  return {
    ...token,
    byteSpan: { start: byteSpan.start + by.bytes, end: byteSpan.end + by.bytes } as Span<ByteOffset>,
    span: { start: span.start + by.units, end: span.end + by.units } as Span<Utf16Offset>,
  };
}
