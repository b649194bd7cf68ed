// The text that tokens stand for, as one could write it. Pure.
import type { Token } from '../../../src/contract/tokens.ts';

const SPACE = 0x20;

/**
 * Without special tokens, and without a space that the tokenizer puts in front of the text. Tokenizers of words, such as
 * BERT's, drop what lies between two of them: a space stands there.
 */
export function textOf(tokens: readonly Token[]): string {
  const written = tokens.filter(({ special }) => !special);
  const bytes = written.flatMap((token, i) => {
    if (i === 0) return ownBytes(token);
    const isApart = token.byteSpan.start > written[i - 1].byteSpan.end && token.bytes[0] !== SPACE;
    return isApart ? [SPACE, ...token.bytes] : token.bytes;
  });
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/** A space of the tokenizer's own is among its bytes, but not in the text. */
function ownBytes({ bytes, byteSpan: { start, end } }: Token): readonly number[] {
  return bytes[0] === SPACE && bytes.length > end - start ? bytes.slice(1) : bytes;
}
