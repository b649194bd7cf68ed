// How byte-pair encoding made tokens out of bytes or characters, merge by merge (Sennrich et al. 2016, "Neural Machine
// Translation of Rare Words with Subword Units", §3.2): of all neighbouring pairs the one that was learned first, which
// has the lowest rank, is joined, again and again. The file knows bytes and ranks.

import { wholeCharacters } from '../contract/wholeCharacters.ts';
import type { MergeRanks } from '../tokenizer/mergeRanks.ts';

export interface Merge {
  /** Of the left one of the two parts, before they are joined. */
  readonly part: number;
  readonly rank: number;
}

type Bytes = readonly number[];

/** What merging begins with: the token's bytes, or its characters where it is whole ones. */
export function firstParts(token: Bytes, unit: MergeRanks['unit']): readonly Bytes[] {
  const text = unit === 'character' ? wholeCharacters(token) : undefined;
  return text === undefined
    ? token.map((byte) => [byte])
    : Array.from(text, (character) => [...Buffer.from(character)]);
}

/**
 * The merges that make a token of its first parts, in the order in which the encoder makes them: what stands beside the
 * token does not change it, since a merge with it would have made another token. Ranks ab 0, abc 1: a, b, c → part 0
 * rank 0, part 0 rank 1. None where they do not join all parts: such a token was taken whole from the vocabulary.
 */
export function replayMerges(first: readonly Bytes[], { rank: rankOf }: MergeRanks): readonly Merge[] {
  const parts = [...first];
  const merges: Merge[] = [];
  while (parts.length > 1) {
    let best: Merge | undefined;
    for (let part = 0; part + 1 < parts.length; part++) {
      const rank = rankOf(parts[part], parts[part + 1]);
      if (rank !== undefined && (!best || rank < best.rank)) best = { part, rank };
    }
    if (!best) return [];
    merges.push(best);
    parts.splice(best.part, 2, [...parts[best.part], ...parts[best.part + 1]]);
  }
  return merges;
}
