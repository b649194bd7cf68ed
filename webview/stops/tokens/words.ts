// Finds words among tokens. Pure.
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';

/**
 * The tokens from the last white space to the next: [Un, believ, able, ·story] at 1 → [0, 3). It ends after about a
 * dozen tokens to each side, since Chinese text and long numbers have no white space.
 */
export function wordAround(tokens: readonly Token[], at: number): Span<TokenIndex> {
  const begins = (i: number) => beginsWithSpace(tokens[i]) || tokens[i].special || tokens[i - 1]?.special;
  let start = at;
  while (start > 0 && !begins(start) && at - start < 12) start--;
  let end = at + 1;
  while (end < tokens.length && !begins(end) && end - at < 12) end++;
  return { start: start as TokenIndex, end: end as TokenIndex };
}

/** Those of one byte: tab, line ends, space. */
const SPACES = new Set([9, 10, 11, 12, 13, 32]);

/** A token that ends inside a character has no text; in its bytes a space is a byte of its own. */
function beginsWithSpace({ text, bytes }: Token): boolean {
  return text === undefined ? SPACES.has(bytes[0]) : /^\s/u.test(text);
}

/** The token of the most bytes, since it has the most merges to show. Special tokens have none. */
export function longestToken(tokens: readonly Token[]): number {
  let best = 0;
  const story = ({ bytes, special }: Token) => (special ? 0 : bytes.length);
  for (const [i, token] of tokens.entries()) if (story(token) > story(tokens[best])) best = i;
  return best;
}
