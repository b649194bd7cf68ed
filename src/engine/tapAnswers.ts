// The answer about a short convolution: what each token takes through it from the few tokens before. Knows one run.
import type { Matrix } from '../contract/readings.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

const ROWS_AT_A_TIME = 64;

/**
 * How long the part is that each token takes from itself and from the ones before it, through its layer's short convolution:
 * |w_j ⊙ x_(t - j)|, the token itself first. [tokens, kernel] Each piece of the text is run as one of its own, with the tokens
 * before it that a tap reaches: a state behind the convolution would make each piece as much work as the text is long.
 */
export async function convolutionTaps(
  { model, sequence }: ExplainedText,
  layer: number,
  signal: AbortSignal,
): Promise<Matrix> {
  checkIndex('layer', layer, model.info.layers);
  const { transformer } = model;
  const convolution = transformer.shape.convolutions?.[layer];
  if (!convolution) throw invalid('layer', `layer ${layer} has no convolution`);
  const { kernel } = convolution;
  const n = sequence.length;
  const values = new Float32Array(n * kernel);
  const piece = transformer.newSequence();
  piece.reserve(Math.min(n, ROWS_AT_A_TIME + kernel - 1));
  for (let start = 0; start < n; start += ROWS_AT_A_TIME) {
    const first = Math.max(0, start - kernel + 1);
    const end = Math.min(start + ROWS_AT_A_TIME, n);
    piece.truncate(0);
    piece.residual(layer, 0, end - first).set(sequence.residual(layer, first, end));
    piece.append(sequence.ids.slice(first, end), sequence.textLengths.slice(first, end));
    const { tap_lengths } = await transformer.recomputeBlock(piece, layer, 0, end - first, ['tap_lengths']);
    values.set(tap_lengths.subarray((start - first) * kernel), start * kernel);
    await yieldToEventLoop(signal);
  }
  return { rows: n, columns: kernel, values };
}
