// Computes the parts of a word after some of its byte-pair merges. Pure.

import type { MergeReplay } from '../../../src/contract/readings.ts';
import { wholeCharacters } from '../../../src/contract/wholeCharacters.ts';

export interface Part {
  readonly bytes: readonly number[];
  readonly text: string | undefined;
  /** Whether the part is one of the tokens already. */
  readonly whole: boolean;
}

/**
 * The parts after the first `step` merges, each of which joins a part with the next one. Parts that end inside a
 * character have no text. l·o·w after the merges [0, 0] is lo·w, then low.
 */
export function partsAfter({ tokens, parts: first, merges = [] }: MergeReplay, step: number): readonly Part[] {
  const parts = tokens.flatMap((token, i) => first[i].map((bytes) => ({ bytes, of: token.bytes.length })));
  for (const { part } of merges.slice(0, step)) {
    const joined = { ...parts[part], bytes: [...parts[part].bytes, ...parts[part + 1].bytes] };
    parts.splice(part, 2, joined);
  }
  return parts.map(({ bytes, of }) => ({ bytes, text: wholeCharacters(bytes), whole: bytes.length === of }));
}
