// Words among tokens. Pure.
import type { Span, Token, TokenIndex } from '../../src/engine/protocol.ts';

/** The tokens up to the next white space on both sides. */
export function wordAround(tokens: readonly Token[], at: number): Span<TokenIndex> {
  const begins = (i: number) => /^\s/u.test(tokens[i].text ?? '') || tokens[i].special;
  let start = at;
  while (start > 0 && !begins(start) && at - start < 12) start--;
  let end = at + 1;
  while (end < tokens.length && !begins(end) && end - at < 12) end++;
  return { start: start as TokenIndex, end: end as TokenIndex };
}

/** The token whose word makes the longest story. */
export function longestToken(tokens: readonly Token[]): number {
  let best = 0;
  for (const [i, token] of tokens.entries()) if (token.bytes.length > tokens[best].bytes.length) best = i;
  return best;
}
