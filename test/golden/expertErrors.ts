// How far routers and experts of a checkpoint are from Hugging Face's own numbers, where a folder has them. Knows no test
// runner.
import { readBytes, readFloats, type TensorEntry } from '../../src/checkpoint/safetensors.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import type { Transformer } from '../../src/transformer/transformer.ts';

/** The largest absolute difference of each kind; nothing for a model without experts. */
export interface ExpertErrors {
  readonly routerLogits?: number;
  /** Infinite where a token got other experts, or in another order. */
  readonly expertWeights?: number;
}

interface Reference {
  readonly expected: ReadonlyMap<string, TensorEntry>;
  readonly difference: (ours: Float32Array, theirs: Float32Array) => number;
}

export async function expertErrors(
  model: Transformer,
  sequence: Sequence,
  { expected, difference }: Reference,
): Promise<ExpertErrors> {
  let errors: ExpertErrors = {};
  for (let layer = 0; layer < model.shape.layers; layer++) {
    const [logits, ids, weights] = ['router_logits', 'experts', 'expert_weights'].map((kind) =>
      expected.get(`${kind}.${layer}`),
    );
    if (!logits || !ids || !weights) continue;
    const outputs = ['router_logits', 'expert_ids', 'expert_weights'] as const;
    const ran = await model.recomputeBlock(sequence, layer, 0, sequence.length, outputs);
    const theirs = Array.from(new BigInt64Array(await readBytes(ids.file, ids.offset, ids.bytes)), Number);
    const same = theirs.every((id, i) => id === ran.expert_ids[i]);
    errors = worseExperts(errors, {
      routerLogits: difference(ran.router_logits, await readFloats(logits)),
      expertWeights: same ? difference(ran.expert_weights, await readFloats(weights)) : Number.POSITIVE_INFINITY,
    });
  }
  return errors;
}

export function worseExperts(a: ExpertErrors, b: ExpertErrors): ExpertErrors {
  const { routerLogits, expertWeights } = b;
  if (a.routerLogits === undefined) return routerLogits === undefined ? {} : { routerLogits, expertWeights };
  return {
    routerLogits: Math.max(a.routerLogits, b.routerLogits ?? 0),
    expertWeights: Math.max(a.expertWeights ?? 0, b.expertWeights ?? 0),
  };
}
