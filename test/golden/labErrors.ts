// Measures how far the methods of attribution are from what Hugging Face's own models with hooks computed (each
// lab.json says how, with definitions and choices). Knows no test runner.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFloats, readSafetensorsHeader } from '../../src/checkpoint/safetensors.ts';
import { layerFlow, type TokenFlow } from '../../src/explain/flow.ts';
import { identity, rolloutStep } from '../../src/explain/rollout.ts';
import { valueLengths, weighted } from '../../src/explain/valueWeighted.ts';
import { type Votes, votes } from '../../src/explain/votes.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { ValueProjection } from '../../src/transformer/valueProjection.ts';
import { largestDifference } from './goldenErrors.ts';
import { ablateErrors, hideErrors, patchErrors } from './labInterventions.ts';
import { entry, idsOf, type Lab, type Measured } from './labReference.ts';

export const LAB_TOLERANCE = 2e-4;

type Measure = (measured: Measured) => Promise<number>;

/** The largest absolute difference of each method; undefined for what is not computed here. */
const METHODS: Readonly<Record<string, Measure | undefined>> = {
  dla: voteErrors,
  hide: hideErrors,
  ablate: ablateErrors,
  patch: patchErrors,
  steer: steerErrors,
  valueweighted: valueWeightedErrors,
  rollout: rolloutErrors,
  flow: flowErrors,
  grad: undefined,
  jlens: undefined,
};

/** The error of each method, undefined for one that is not computed here. */
export async function labErrors(
  folder: string,
  checkpointOf: (lab: Lab) => string,
): Promise<ReadonlyMap<string, number | undefined>> {
  const lab: Lab = JSON.parse(readFileSync(join(folder, 'lab.json'), 'utf8'));
  const tensors = await readSafetensorsHeader(join(folder, 'lab.safetensors'));
  const model = await Transformer.load(checkpointOf(lab), { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, await idsOf(tensors, 'input_ids'));
    const errors = new Map<string, number | undefined>();
    for (const [method, measure] of Object.entries(METHODS))
      errors.set(method, await measure?.({ model, sequence, choices: lab.choices, tensors }));
    return errors;
  } finally {
    await model.release();
  }
}

async function voteErrors({ model, sequence, choices, tensors }: Measured): Promise<number> {
  const n = sequence.length;
  let worst = 0;
  for (const [pair, question] of choices.votes.entries()) {
    const found = await votes(model, sequence, question);
    for (const [name, values] of Object.entries(asStored(found, n))) {
      const expected = await readFloats(entry(tensors, `dla.${name}`));
      const size = expected.length / choices.votes.length;
      if (values.length !== size) return Number.POSITIVE_INFINITY;
      worst = Math.max(worst, ...values.map((value, i) => Math.abs(value - expected[pair * size + i])));
    }
  }
  return worst;
}

/** By the names and in the order of the reference; keys behind the position have no vote. */
function asStored(found: Votes, length: number): Readonly<Record<string, readonly number[]>> {
  const { layers } = found;
  return {
    embed: [found.tokenEmbedding],
    position: [found.positionEmbedding],
    head: layers.flatMap(({ mixing }) => [...mixing.heads]),
    head_by_key: layers.flatMap(({ mixing }) =>
      mixing.headsByKey.flatMap((keys) => Array.from({ length }, (_, key) => keys[key] ?? 0)),
    ),
    attn_bias: layers.map(({ mixing }) => mixing.rest),
    mlp: layers.map(({ mlp }) => mlp),
    norm_bias: [found.normBias],
    unembed_bias: [found.unembeddingBias],
    logit: [found.logit],
    sum: [found.sum],
  };
}

async function steerErrors({ model, sequence: { ids }, choices, tensors }: Measured): Promise<number> {
  const direction = await readFloats(entry(tensors, 'steer.vector')); // [d]
  const expected = await readFloats(entry(tensors, 'steer.logits')); // [entries, positions, vocabulary]
  const logits: Float32Array[] = [];
  for (const { layer, position, alpha } of choices.steer) {
    const place = position === 'all' ? {} : { position };
    const steered = model.newSequence([
      { kind: 'direction', layer, ...place, vector: direction.map((v) => alpha * v) },
    ]);
    await model.forward(steered, ids);
    for (const at of choices.positions) logits.push(await model.logits(steered, at));
  }
  return largestDifference(Float32Array.from(logits.flatMap((row) => [...row])), expected);
}

async function valueWeightedErrors({ model, sequence, tensors }: Measured): Promise<number> {
  const expected = await readFloats(entry(tensors, 'attention.value_weighted')); // [layers, heads, n, n]
  const n = sequence.length;
  let at = 0;
  let worst = 0;
  for (let layer = 0; layer < model.shape.layers; layer++) {
    const { attention } = await model.recomputeBlock(sequence, layer, 0, n, ['attention']); // [heads, n, n]
    for (const [head, lengths] of (await (await valueLengths(model, sequence, layer))(undefined)).entries())
      for (const value of weighted(attention.subarray(head * n * n, (head + 1) * n * n), lengths, n))
        worst = Math.max(worst, Math.abs(value - expected[at++]));
  }
  return at === expected.length ? worst : Number.POSITIVE_INFINITY;
}

async function rolloutErrors({ model, sequence, tensors }: Measured): Promise<number> {
  const expected = await readFloats(entry(tensors, 'attention.rollout')); // [layers, n, n]
  const n = sequence.length;
  let rollout = identity(n);
  let worst = 0;
  for (let layer = 0; layer < model.shape.layers; layer++) {
    const { attention } = await model.recomputeBlock(sequence, layer, 0, n, ['attention']);
    rollout = rolloutStep(rollout, meanOfHeads(attention, model.shape.heads), n);
    worst = Math.max(worst, largestDifference(rollout, expected.slice(layer * n * n, (layer + 1) * n * n)));
  }
  return worst;
}

async function flowErrors({ model, sequence, tensors }: Measured): Promise<number> {
  const projection = await ValueProjection.open(localCpu);
  const positions = [...sequence.ids.keys()];
  let worst = 0;
  try {
    for (let layer = 0; layer < model.shape.layers; layer++) {
      const flows = await layerFlow({ model, sequence, projection }, { layer, positions });
      for (const [name, shares] of Object.entries(flowsAsStored(flows, model.shape.heads))) {
        const all = await readFloats(entry(tensors, `flow.${name}`));
        if (shares.length !== all.length / model.shape.layers) return Number.POSITIVE_INFINITY;
        for (const [i, share] of shares.entries())
          worst = Math.max(worst, Math.abs(share - all[layer * shares.length + i]));
      }
    }
    return worst;
  } finally {
    await projection.release();
  }
}

/** By the names and in the order of the reference; keys behind the position, which it gives the floor, have no share. */
function flowsAsStored(flows: readonly TokenFlow[], heads: number): Readonly<Record<string, readonly number[]>> {
  const rows = (head: number) =>
    flows.flatMap(({ position, heads: shares }) =>
      flows.map((_, key) => (key > position ? 0 : shares[head * (position + 1) + key])),
    );
  return {
    attn: Array.from({ length: heads }, (_, head) => rows(head)).flat(),
    attn_resid: flows.map(({ pastAttention }) => pastAttention),
    mlp: flows.map(({ mlp }) => mlp),
    mlp_resid: flows.map(({ pastMlp }) => pastMlp),
  };
}

function meanOfHeads(attention: Float32Array, heads: number): Float32Array {
  const size = attention.length / heads;
  return Float32Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let head = 0; head < heads; head++) sum += attention[head * size + i];
    return sum / heads;
  });
}
