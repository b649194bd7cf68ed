// Which token a tour keeps its eye on: one that has context to show, a word that stood in the text before. Pure.
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';

/** The last word that is repeated, else the last of all. */
export function repeatedToken(tokens: readonly Token[]): TokenIndex {
  const isWord = ({ text }: Token) => text !== undefined && /\p{L}{3}|\p{Script=Han}/u.test(text);
  const repeated = tokens.findLastIndex(
    (token, i) => isWord(token) && tokens.findIndex(({ id }) => id === token.id) < i,
  );
  return (repeated < 0 ? tokens.length - 1 : repeated) as TokenIndex;
}
