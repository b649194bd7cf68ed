// Finds the token whose merges are shown while none is selected. Pure.
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';

/** The token of the most bytes, since it has the most merges to show. Special tokens have none. */
export function longestToken(tokens: readonly Token[]): TokenIndex {
  let best = 0;
  const story = ({ bytes, special }: Token) => (special ? 0 : bytes.length);
  for (const [i, token] of tokens.entries()) if (story(token) > story(tokens[best])) best = i;
  return best as TokenIndex;
}
