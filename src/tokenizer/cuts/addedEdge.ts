// Whether added tokens leave a place between two characters alone. Knows no text.
import type { AddedToken } from '../addedTokens.ts';
import { type Edge, everyPair } from './edge.ts';

/** A token as it is searched for. */
export interface SearchedToken extends Pick<AddedToken, 'singleWord'> {
  readonly written: string;
}

/**
 * Whether no token has both in a row or ends with the left one; and none that must stand alone begins with the right one,
 * since that depends on what the left one became.
 */
export function addedEdge(tokens: readonly SearchedToken[], edge: Edge): boolean {
  return tokens.every(({ written, singleWord }) =>
    everyPair(
      edge,
      (left, right) =>
        !written.includes(left + right) && !written.endsWith(left) && !(singleWord && written.startsWith(right)),
    ),
  );
}
