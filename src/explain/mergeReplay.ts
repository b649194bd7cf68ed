// How byte-pair encoding made tokens out of bytes, merge by merge: Sennrich et al. 2016, §3.2. Knows bytes and ranks.

import type { PairRank } from '../model/tokenizer.ts';

export interface Merge {
  /** Of the left one of the two parts, before they are joined. */
  readonly part: number;
  readonly rank: number;
}

/**
 * The merges that make the tokens, in the order in which the encoder makes them. No merge crosses the end of a token:
 * it would not be an end. Ranks ab 0, abc 1: [[a, b, c]] → part 0 rank 0, part 0 rank 1. Tokens that no merges make
 * (special ones) stay in bytes.
 */
export function replayMerges(tokens: readonly (readonly number[])[], rankOf: PairRank): readonly Merge[] {
  const parts = tokens.flatMap((bytes, token) => bytes.map((byte) => ({ token, bytes: [byte] as readonly number[] })));
  const merges: Merge[] = [];
  for (;;) {
    let best: Merge | undefined;
    for (let part = 0; part + 1 < parts.length; part++) {
      if (parts[part].token !== parts[part + 1].token) continue;
      const rank = rankOf(parts[part].bytes, parts[part + 1].bytes);
      if (rank !== undefined && (!best || rank < best.rank)) best = { part, rank };
    }
    if (!best) return merges;
    merges.push(best);
    const { token, bytes } = parts[best.part];
    parts.splice(best.part, 2, { token, bytes: [...bytes, ...parts[best.part + 1].bytes] });
  }
}
