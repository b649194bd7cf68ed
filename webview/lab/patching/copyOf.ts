// A cell of a sweep as a change of What if. Pure.
import type { PatchQuestion } from '../../../src/contract/patching.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';

/** Both texts have as many tokens, so the copy comes from the same place; a column of heads is one at all places. */
export function copyOf(kind: PatchQuestion['kind'], layer: number, column: number, text: string): Change {
  if (kind === 'head') return { kind: 'copy', what: { kind, layer, head: column }, from: { text } };
  const token = column as TokenIndex;
  return { kind: 'copy', what: { kind, layer }, token, from: { text, token } };
}
