// Computes the parts of a token after some of its byte-pair merges. Pure.

import type { MergeReplay } from '../../../src/contract/readings.ts';
import { wholeCharacters } from '../../../src/contract/wholeCharacters.ts';

export interface Part {
  readonly bytes: readonly number[];
  readonly text: string | undefined;
}

/**
 * The parts after the first `step` merges, each of which joins a part with the next one. Parts that end inside a
 * character have no text. l·o·w after the merges [0, 0] is lo·w, then low.
 */
export function partsAfter({ parts: first, merges = [] }: MergeReplay, step: number): readonly Part[] {
  const parts = [...first];
  for (const { part } of merges.slice(0, step)) parts.splice(part, 2, [...parts[part], ...parts[part + 1]]);
  return parts.map((bytes) => ({ bytes, text: wholeCharacters(bytes) }));
}
