// The parts of a word after some of its merges. Pure.

import type { MergeReplay } from '../../../src/contract/readings.ts';
import { wholeCharacters } from '../../../src/contract/wholeCharacters.ts';

export interface Part {
  readonly bytes: readonly number[];
  readonly text: string | undefined;
  /** It is one of the tokens. */
  readonly whole: boolean;
}

/** The parts after so many merges; those that are no whole characters are shown as bytes. */
export function partsAfter({ tokens, parts: first, merges = [] }: MergeReplay, step: number): readonly Part[] {
  const parts = tokens.flatMap((token, i) => first[i].map((bytes) => ({ bytes, of: token.bytes.length })));
  for (const { part } of merges.slice(0, step)) {
    const joined = { ...parts[part], bytes: [...parts[part].bytes, ...parts[part + 1].bytes] };
    parts.splice(part, 2, joined);
  }
  return parts.map(({ bytes, of }) => ({ bytes, text: wholeCharacters(bytes), whole: bytes.length === of }));
}
