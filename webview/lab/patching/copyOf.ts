// A cell of a sweep as a change of What if. Pure.
import type { PatchQuestion } from '../../../src/contract/patching.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';

/** Both texts have as many tokens, so the copy comes from the same place. */
export function copyOf(
  kind: Exclude<PatchQuestion['kind'], 'head'>,
  layer: number,
  position: number,
  text: string,
): Change {
  const token = position as TokenIndex;
  return { kind: 'copy', what: { kind, layer }, token, from: { text, token } };
}
