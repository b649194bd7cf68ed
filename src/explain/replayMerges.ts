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

/** What merging begins with, for one token: its bytes, or its characters where it is whole ones. */
export function firstParts(token: Bytes, unit: MergeRanks['unit']): readonly Bytes[] {
  const text = unit === 'character' ? wholeCharacters(token) : undefined;
  return text === undefined
    ? token.map((byte) => [byte])
    : Array.from(text, (character) => [...Buffer.from(character)]);
}

/**
 * The merges that make the tokens, in the order in which the encoder makes them. No merge crosses the end of a token:
 * it would not be an end. Ranks ab 0, abc 1: [[a, b, c]] → part 0 rank 0, part 0 rank 1. Tokens that no merges make
 * (special ones) stay in parts.
 */
export function replayMerges(tokens: readonly Bytes[], { unit, rank: rankOf }: MergeRanks): readonly Merge[] {
  const parts = tokens.flatMap((token, of) => firstParts(token, unit).map((bytes) => ({ of, bytes })));
  const merges: Merge[] = [];
  for (;;) {
    let best: Merge | undefined;
    for (let part = 0; part + 1 < parts.length; part++) {
      if (parts[part].of !== parts[part + 1].of) continue;
      const rank = rankOf(parts[part].bytes, parts[part + 1].bytes);
      if (rank !== undefined && (!best || rank < best.rank)) best = { part, rank };
    }
    if (!best) return merges;
    merges.push(best);
    const { of, bytes } = parts[best.part];
    parts.splice(best.part, 2, { of, bytes: [...bytes, ...parts[best.part + 1].bytes] });
  }
}
