// Finds the token that the selected one would change places with. Pure.
import type { TokenIndex } from '../../../src/contract/tokens.ts';

/** The chosen one, or else the first, also where the chosen one was selected since: no token changes places with itself. */
export function exchangedWith(selected: TokenIndex, chosen: TokenIndex | undefined, tokens: number): TokenIndex {
  if (chosen !== undefined && chosen !== selected) return chosen;
  return (selected === 0 ? Math.min(1, tokens - 1) : 0) as TokenIndex;
}
