// SentencePiece has scores of pieces where Hugging Face's library has a list of merges: of all neighbours it joins those whose
// joined piece has the highest score. So every way to make a piece of two others is a merge, in the order of scores.
import type { JsonFields } from '../jsonFields.ts';
import { KIND, type ListedToken } from './listedToken.ts';

/** Of published vocabularies the longest pieces have 93 characters, and all together 2 million; anybody may have written the file. */
const MAX_PIECE = 1000;
const MAX_CHARACTERS = 8_000_000;

/** Pairs of pieces, lowest rank first. Fails with tokenizer-invalid. */
export function scoredMerges(
  tokens: readonly ListedToken[],
  scores: readonly number[],
  fields: JsonFields,
): readonly (readonly [string, string])[] {
  const ids = new Map<string, number>();
  for (const [id, { text, kind }] of tokens.entries())
    if (kind === KIND.normal || kind === KIND.userDefined) ids.set(text, id);
  const characters = [...ids.keys()].reduce((sum, text) => sum + text.length, 0);
  if (characters > MAX_CHARACTERS)
    throw fields.invalid(`has more than ${MAX_CHARACTERS} characters together`, 'tokenizer.ggml.tokens');
  const merges: { readonly pair: readonly [string, string]; readonly score: number; readonly ids: Pair }[] = [];
  for (const [text, id] of ids) {
    if (text.length > MAX_PIECE) continue;
    for (let at = 1; at < text.length; at++) {
      const pair = [text.slice(0, at), text.slice(at)] as const;
      const [left, right] = pair.map((piece) => ids.get(piece));
      if (left !== undefined && right !== undefined) merges.push({ pair, score: scores[id], ids: [left, right] });
    }
  }
  merges.sort((a, b) => b.score - a.score || a.ids[0] - b.ids[0] || a.ids[1] - b.ids[1]);
  return merges.map(({ pair }) => pair);
}

type Pair = readonly [left: number, right: number];
