// The text of generated tokens. Pure.
import type { Token } from '../../src/contract/tokens.ts';

/** Bytes are joined before they are decoded, because a token may end inside a character. */
export function textOf(tokens: readonly Pick<Token, 'bytes'>[]): string {
  return new TextDecoder().decode(bytesOf(tokens));
}

/** The same as it belongs into a document: without tokens such as <|endoftext|> and a character that is not whole yet. */
export function writtenText(tokens: readonly Pick<Token, 'bytes' | 'special'>[]): string {
  const written = tokens.filter(({ special }) => !special);
  return new TextDecoder().decode(bytesOf(written), { stream: true });
}

function bytesOf(tokens: readonly Pick<Token, 'bytes'>[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(tokens.flatMap(({ bytes }) => bytes));
}
