// Chooses the token that the guided tour follows: a word that occurred in the text before, since heads that look for
// repeated tokens have something to find there. Pure.
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';

/**
 * The last word that is repeated, or else the last token; undefined where there is no token. A word has three letters in
 * a row, or one Chinese character.
 */
export function repeatedToken(tokens: readonly Token[]): TokenIndex | undefined {
  if (tokens.length === 0) return undefined;
  const isWord = ({ text }: Token) => text !== undefined && /\p{L}{3}|\p{Script=Han}/u.test(text);
  const repeated = tokens.findLastIndex(
    (token, i) => isWord(token) && tokens.findIndex(({ id }) => id === token.id) < i,
  );
  return (repeated < 0 ? tokens.length - 1 : repeated) as TokenIndex;
}
