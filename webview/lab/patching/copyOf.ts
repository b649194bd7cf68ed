// A cell of a sweep as a change of What if. Pure.
import type { PatchQuestion } from '../../../src/contract/patching.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';

/**
 * Both texts have as many tokens, so the copy comes from the same place; a column of heads is one at all places. Where a word was
 * masked in both, the copy comes from the text with the mask.
 */
export function copyOf(
  { kind, source, masked }: Pick<PatchQuestion, 'kind' | 'source' | 'masked'>,
  layer: number,
  column: number,
): Change {
  const from = { text: source, ...(masked !== undefined && { masked }) };
  if (kind === 'head') return { kind: 'copy', what: { kind, layer, head: column }, from };
  const token = column as TokenIndex;
  return { kind: 'copy', what: { kind, layer }, token, from: { ...from, token } };
}
