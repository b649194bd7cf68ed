// Laws of the information flow, on every fixture: shares sum to 1, and the parts to the sums that they are shares of.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { readFloats } from '../../src/checkpoint/safetensors.ts';
import { layerFlow } from '../../src/explain/flow.ts';
import { mixerParts, mixerWeights } from '../../src/explain/flowMixers.ts';
import { type Flowing, normOfHeads, sumsAt, type TokenSums } from '../../src/explain/flowSums.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { loadNorm, weightsByInput } from '../../src/transformer/backwards.ts';
import type { Intervention } from '../../src/transformer/intervention.ts';
import { headsOf } from '../../src/transformer/layerHeads.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { ValueProjection } from '../../src/transformer/valueProjection.ts';
import { bloomWithNormedStream } from './bloomWithNormedStream.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const WITHOUT_MODEL = ['chat', 'ggml', 'quantised', 'tokenizers', 'variants'];
const IDS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];
/** Some near one another, some not. */
const POSITIONS = [0, 1, 4, 14, 15];
const FLOOR = 1e-5;

const FOLDERS = ['.', 'quantised', 'variants'].flatMap(foldersIn).map((name) => [name, join(FIXTURES, name)]);
for (const [name, folder] of [...FOLDERS, ['bloom with a normed stream', await bloomWithNormedStream()]]) {
  test(`${name}: shares sum to 1, and parts to what they are shares of`, async () => {
    await withModel(folder, async (model, projection) => {
      for (const interventions of [[], changes(model)]) {
        const sequence = model.newSequence(interventions);
        await model.forward(sequence, IDS);
        for (let layer = 0; layer < model.shape.layers; layer++) {
          const place = { layer, positions: POSITIONS };
          const { heads } = headsOf(model.shape, layer);
          const allSums = await sumsAt(model, sequence, place);
          for (const [i, one] of (await layerFlow({ model, sequence, projection }, place)).entries()) {
            const all = [...one.heads, ...one.states, ...one.taps, one.pastAttention];
            const left = 1 - all.reduce((sum, share) => sum + share, 0);
            const { sum, residual } = allSums[i].attention;
            const unseen = FLOOR * heads * (IDS.length - one.keys);
            const share = unseen * (one.pastAttention / near(residual, sum));
            assertNear([left], [share], 'what is left', 1e-6);
            assertNear([one.mlp + one.pastMlp], [1], 'shares behind the MLP');
          }
          for (const sums of allSums) {
            const flowing = { model, sequence, projection };
            await assertPartsSum(flowing, layer, sums, interventions.length > 0);
            if (heads > 0) await assertShare(flowing, layer, sums);
            if (sums.mixer) await assertMixerShare(flowing, layer, sums);
          }
        }
      }
    });
  });
}

test('a share of a token does not depend on which others are asked for with it', async () => {
  await withModel('gpt2', async (model, projection) => {
    const sequence = model.newSequence();
    await model.forward(sequence, IDS);
    const together = await layerFlow({ model, sequence, projection }, { layer: 1, positions: POSITIONS });
    for (const [i, position] of POSITIONS.entries()) {
      const [alone] = await layerFlow({ model, sequence, projection }, { layer: 1, positions: [position] });
      assertNear(together[i].heads, alone.heads, `position ${position}`);
      assertNear(
        [together[i].pastAttention, together[i].mlp],
        [alone.pastAttention, alone.mlp],
        `position ${position}`,
      );
    }
  });
});

test('a silent head has the floor and no more', async () => {
  await withModel('llama', async (model, projection) => {
    const sequence = model.newSequence([{ kind: 'head', layer: 1, head: 2, gain: 0 }]);
    await model.forward(sequence, IDS);
    const [{ heads }] = await layerFlow({ model, sequence, projection }, { layer: 1, positions: [5] });
    assert.ok(heads.subarray(2 * 6, 3 * 6).every((share) => share < FLOOR));
    assert.ok(Math.max(...heads.subarray(0, 6)) > 1e-3);
  });
});

/** Σ of all parts, and of the biases that belong to the sum alone. */
async function assertPartsSum(flowing: Flowing, layer: number, sums: TokenSums, changed: boolean): Promise<void> {
  const { model, sequence } = flowing;
  const { position, keys, weights, gates, attention, mlp } = sums;
  const { dModel } = model.shape;
  const { heads, keyValueHeads, dHead } = headsOf(model.shape, layer);
  const { output, streamNorms, normsBefore } = model.readout.blocks[layer];
  const { values, slots } = sequence.caches[layer];
  const found = new Float64Array(heads * dHead); // Σ_j α_ij v_j, gains and scale included
  for (let head = 0; head < heads; head++)
    for (let key = 0; key < keys; key++)
      for (let i = 0; i < dHead; i++)
        found[head * dHead + i] +=
          weights[head * keys + key] *
          (gates?.[head * dHead + i] ?? 1) *
          values[(Math.floor((head * keyValueHeads) / heads) * slots + key) * dHead + i];
  const map = await weightsByInput(output);
  const added = new Float64Array(dModel);
  for (const [i, value] of found.entries()) for (let j = 0; j < dModel; j++) added[j] += value * map[i * dModel + j];

  const outputs = ['attention_out', 'correct_weights'] as const;
  const ran = await model.recomputeBlock(sequence, layer, position, position + 1, outputs);
  const x = sequence.residual(layer, position, position + 1);
  const norm = normOfHeads(model, layer);
  const loaded = norm && (await loadNorm(norm));
  const scale = loaded?.scaleOf(streamNorms ? ran.attention_out.map((v, i) => v + x[i]) : ran.attention_out) ?? 1;
  const gain = changed && layer === 0 ? 0.5 : 1;
  const bias = output.bias ? (await readFloats(output.bias)).map((value) => gain * value) : new Float32Array(dModel);
  const { streams } = model.shape;
  const ofStream = streams ? ran.correct_weights[streams.active] * Math.SQRT1_2 : 1;
  const parts = added.map((value, i) => value + (bias[i] / scale) * ofStream);
  const normed = loaded ? loaded.part(parts, 1) : parts;
  const ofAttention = norm?.kind === 'norm' ? norm.bias : normsBefore?.attention.bias;
  const normBias = ofAttention ? await readFloats(ofAttention) : new Float32Array(dModel);
  const mixed = new Float64Array(dModel);
  const projected = await mixerWeights(model, layer);
  assert.equal(projected === undefined, sums.mixer === undefined);
  for await (const { vectors } of mixerParts(flowing, layer, sums, projected ?? new Float32Array(0)))
    for (const [i, value] of vectors.entries()) mixed[i % dModel] += value;
  const beside = heads > 0 ? model.readout.blocks[layer].mixer : undefined;
  const besideBias = beside?.output.bias ? await readFloats(beside.output.bias) : new Float32Array(dModel);
  for (const [i, value] of besideBias.entries()) mixed[i] += value * (beside?.factor ?? 1);
  const all = normed.map((value, i) => value + normBias[i] + attention.residual[i] + mixed[i]);
  assertNear(attention.sum, all, `layer ${layer}, position ${position}, behind attention`);

  const ofMlpNorm = (streamNorms ?? normsBefore)?.mlp.bias;
  const mlpBias = ofMlpNorm ? await readFloats(ofMlpNorm) : new Float32Array(dModel);
  const ofMlp = Float64Array.from(mlpBias, (value, i) => value + mlp.residual[i] + mlp.added[i]);
  assertNear(mlp.sum, ofMlp, `layer ${layer}, position ${position}, behind the MLP`);
  assertNear(sequence.residual(layer + 1, position, position + 1), mlp.sum, `layer ${layer}, the next one's input`);
}

/** The share of a head and token against that of the stream, by the definition: one vector, mapped and normed alone. */
async function assertShare(
  { model, sequence, projection }: Flowing,
  layer: number,
  { position, keys, weights, gates, attention: { sum, residual } }: TokenSums,
): Promise<void> {
  const { dModel } = model.shape;
  const { heads, keyValueHeads, dHead } = headsOf(model.shape, layer);
  const [head, key] = [heads - 1, position >> 1];
  const { values, slots } = sequence.caches[layer];
  const v = values.subarray(((keyValueHeads - 1) * slots + key) * dHead).subarray(0, dHead);
  const map = await weightsByInput(model.readout.blocks[layer].output);
  const weight = weights[head * keys + key];
  const moved = Float64Array.from({ length: dModel }, (_, j) =>
    v.reduce(
      (all, value, i) => all + weight * value * (gates?.[head * dHead + i] ?? 1) * map[(head * dHead + i) * dModel + j],
      0,
    ),
  );
  const norm = normOfHeads(model, layer);
  const x = norm ? (await loadNorm(norm)).part(moved, 1) : moved;
  const [one] = await layerFlow({ model, sequence, projection }, { layer, positions: [position] });
  const share = one.heads[head * keys + key];
  const expected = (one.pastAttention * near(x, sum)) / near(residual, sum);
  assertNear([share], [expected], `layer ${layer}, position ${position}, a share`, 1e-5);
}

/** The same of a state's last head and the token in the middle, or of what a convolution took from the token itself. */
async function assertMixerShare(flowing: Flowing, layer: number, sums: TokenSums): Promise<void> {
  const { model, sequence } = flowing;
  const { position, keys, mixer, attention } = sums;
  const readout = model.readout.blocks[layer].mixer;
  if (!mixer || !readout) return assert.fail('no mixer');
  const { dModel, states } = model.shape;
  const map = await weightsByInput(readout.output);
  const { heads, dValue } = states?.[layer] ?? { heads: 1, dValue: mixer.gates.length };
  const key = mixer.kind === 'state' ? position >> 1 : 0;
  const first = (heads - 1) * dValue;
  const cache = sequence.states[layer]?.values;
  const read = (i: number) => {
    if (mixer.kind === 'taps' || !cache) return mixer.kind === 'taps' ? mixer.parts[i] : Number.NaN;
    const written = cache.values[((heads - 1) * cache.slots + key) * dValue + i];
    const skip = key === position ? (mixer.skip?.[first + i] ?? 0) : 0;
    return mixer.weights[(heads - 1) * keys + key] * written + skip;
  };
  const moved = new Float64Array(dModel);
  for (let i = 0; i < dValue; i++)
    for (let j = 0; j < dModel; j++) moved[j] += read(i) * mixer.gates[first + i] * map[(first + i) * dModel + j];
  const norm = headsOf(model.shape, layer).heads > 0 ? undefined : normOfHeads(model, layer);
  const part = norm ? (await loadNorm(norm)).part(moved, 1) : moved;
  const [one] = await layerFlow(flowing, { layer, positions: [position] });
  const share = mixer.kind === 'taps' ? one.taps[0] : one.states[(heads - 1) * keys + key];
  const expected = (one.pastAttention * near(part, attention.sum)) / near(attention.residual, attention.sum);
  assertNear([share], [expected], `layer ${layer}, position ${position}, a share of the mixer`, 1e-5);
}

function near(part: ArrayLike<number>, sum: ArrayLike<number>): number {
  return Math.max(FLOOR, length(sum) - length(Float64Array.from(sum, (value, i) => value - part[i])));
}

function length(x: ArrayLike<number>): number {
  return Array.from(x).reduce((sum, value) => sum + Math.abs(value), 0);
}

function changes({ shape }: Transformer): readonly Intervention[] {
  const withHeads = Array.from({ length: shape.layers }, (_, layer) => layer).filter(
    (layer) => headsOf(shape, layer).heads > 0,
  );
  return [
    ...withHeads.slice(-1).map((layer): Intervention => ({ kind: 'head', layer, head: 1, gain: 0.25 })),
    { kind: 'attention', layer: 0, gain: 0.5 },
    { kind: 'mlp', layer: shape.layers - 1, gain: 2 },
  ];
}

async function withModel(name: string, use: (model: Transformer, projection: ValueProjection) => Promise<void>) {
  const model = await Transformer.load(resolve(FIXTURES, name), { runtime: localCpu });
  const projection = await ValueProjection.open(localCpu);
  try {
    await use(model, projection);
  } finally {
    await projection.release();
    await model.release();
  }
}

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string, limit = 1e-4) {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(
      difference <= limit * Math.max(1, Math.abs(expected[i])),
      `${what}, ${i}: ${actual[i]} for ${expected[i]}`,
    );
  }
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !WITHOUT_MODEL.includes(entry.name))
    .map((entry) => join(folder, entry.name));
}
