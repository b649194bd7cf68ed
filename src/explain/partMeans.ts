// The mean of what a part of a layer returns over all positions of a text. A part that is set to its mean (mean ablation)
// still says what it says everywhere, but nothing about the token at hand. Silencing it takes that constant away as well,
// which later parts count on, so that more is broken than was asked about. Wang et al. 2022, §3, appendix,
// https://arxiv.org/abs/2211.00593 (there over a reference distribution; here over the text itself). The file knows one
// layer.

import type { ModelPart } from '../contract/whatIf.ts';
import type { Intervention } from '../transformer/intervention.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';

/** The intervention that sets a part to its mean over the text as it was read. Runs the part's block again. */
export async function setToMean(model: Transformer, sequence: Sequence, part: ModelPart): Promise<Intervention> {
  const n = sequence.length;
  const values = await outputOf(model, sequence, part); // [n, width]
  const width = values.length / n;
  const offset = new Float32Array(width);
  for (let i = 0; i < values.length; i++) offset[i % width] += values[i] / n;
  return { ...part, gain: 0, offset };
}

/** What a part returned for every token: [n, d_value] of a head, else [n, d] */
async function outputOf(model: Transformer, sequence: Sequence, part: ModelPart): Promise<Float32Array<ArrayBuffer>> {
  const n = sequence.length;
  if (part.kind !== 'head') {
    const name = `${part.kind}_out` as const;
    return (await model.recomputeBlock(sequence, part.layer, 0, n, [name]))[name];
  }
  const { found } = await model.recomputeBlock(sequence, part.layer, 0, n, ['found']); // [heads, n, d_value]
  const size = n * headsOf(model.shape, part.layer).dValue;
  return found.slice(part.head * size, (part.head + 1) * size);
}
