// Words among tokens. Pure.
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';

/** The tokens up to the next white space on both sides. */
export function wordAround(tokens: readonly Token[], at: number): Span<TokenIndex> {
  const begins = (i: number) => /^\s/u.test(tokens[i].text ?? '') || tokens[i].special || tokens[i - 1]?.special;
  let start = at;
  while (start > 0 && !begins(start) && at - start < 12) start--;
  let end = at + 1;
  while (end < tokens.length && !begins(end) && end - at < 12) end++;
  return { start: start as TokenIndex, end: end as TokenIndex };
}

/** The token whose word makes the longest story; no special one, which has none. */
export function longestToken(tokens: readonly Token[]): number {
  let best = 0;
  const story = ({ bytes, special }: Token) => (special ? 0 : bytes.length);
  for (const [i, token] of tokens.entries()) if (story(token) > story(tokens[best])) best = i;
  return best;
}
