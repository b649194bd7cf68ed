// The text that tokens stand for, as one could write it. Pure.
import type { Token } from '../../../src/contract/tokens.ts';

/** Without special tokens, and without a space that the tokenizer puts in front of the text. */
export function textOf(tokens: readonly Token[]): string {
  const written = tokens.filter(({ special }) => !special);
  const bytes = written.flatMap((token, i) => (i === 0 ? ownBytes(token) : token.bytes));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/** A space of the tokenizer's own is among its bytes, but not in the text. */
function ownBytes({ bytes, byteSpan: { start, end } }: Token): readonly number[] {
  return bytes[0] === 0x20 && bytes.length > end - start ? bytes.slice(1) : bytes;
}
