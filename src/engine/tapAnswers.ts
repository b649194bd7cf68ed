// The answer about a short convolution: what each token takes through it from the few tokens before. Knows one run.
import type { Matrix } from '../contract/readings.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import { recomputedRows } from './recomputedRows.ts';
import type { ExplainedText } from './run.ts';

/**
 * How long the part is that each token takes from itself and from the ones before it, through its layer's short convolution:
 * |w_j ⊙ x_(t - j)|, the token itself first. [tokens, kernel]
 */
export async function convolutionTaps(text: ExplainedText, layer: number, signal: AbortSignal): Promise<Matrix> {
  checkIndex('layer', layer, text.model.info.layers);
  const convolution = text.model.transformer.shape.convolutions?.[layer];
  if (!convolution) throw invalid('layer', `layer ${layer} has no convolution`);
  const n = text.sequence.length;
  const values = new Float32Array(n * convolution.kernel);
  for await (const { start, block } of recomputedRows(text, layer, { start: 0, end: n }, 'tap_lengths', signal))
    values.set(block, start * convolution.kernel);
  return { rows: n, columns: convolution.kernel, values };
}
