// How strongly tokens write under the delta rule, worked out from a model's weights one number after another: β by what the
// model's maps say, and that with this β a token writes what the rule says, β (v − α Sᵀk).
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readFloats } from '../../../src/checkpoint/safetensors.ts';
import { statesOf } from '../../../src/explain/stateReadings.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const N = 20;
/** The first part is in the cache when the rest is read. */
const FIRST = 7;
const SAME = 2e-5;

for (const [name, layers, row] of [
  ['qwen3_5_text', [0, 2], { map: 'in_proj_b', of: (head: number) => head }],
  // For each of two groups, two heads' b, then their a.
  ['qwen3_next', [0, 2], { map: 'in_proj_ba', of: (head: number) => Math.floor(head / 2) * 4 + (head % 2) }],
] as const)
  test(`${name}: β is the sigmoid of what the map says of the normed stream`, async () => {
    await withText(name, async (model, sequence) => {
      for (const layer of layers) {
        const { heads } = model.shape.states?.[layer] ?? assert.fail('no state');
        const map = await weightsOf(model, `model.layers.${layer}.linear_attn.${row.map}.weight`);
        const normed = await normedStream(model, sequence, layer);
        const found = await strengthsOf(model, sequence, layer);
        assert.equal(found.length, heads * N);
        for (let head = 0; head < heads; head++)
          for (let token = 0; token < N; token++)
            near(found[head * N + token], 1 / (1 + Math.exp(-dot(map, row.of(head), normed[token]))));
      }
    });
  });

test('qwen3_5_text: with β a token writes the difference to what the faded state says at its key', async () => {
  await withText('qwen3_5_text', async (model, sequence) => {
    const { heads, groups, dState, dValue } = model.shape.states?.[0] ?? assert.fail('no state');
    const values = await valuesOf(model, sequence);
    const cache = sequence.states[0] ?? assert.fail('no cache');
    const strengths = await strengthsOf(model, sequence, 0);
    const all = cache.decays.rows(0, N);
    for (let head = 0; head < heads; head++) {
      const { keys } = cache.keys.rowsOf(Math.floor((head * groups) / heads), N);
      const written = cache.values.rowsOf(head, N).values;
      const decays = Float32Array.from({ length: N }, (_, token) => all[token * heads + head]);
      let token = 0;
      let before = new Float64Array(dState * dValue);
      for (const state of statesOf({ keys, values: written, decays })) {
        for (let j = 0; j < dValue; j++) {
          let said = 0;
          for (let i = 0; i < dState; i++) said += before[i * dValue + j] * keys[token * dState + i];
          const value = values[token][head * dValue + j];
          const rule = strengths[head * N + token] * (value - Math.exp(decays[token]) * said);
          near(written[token * dValue + j], rule);
        }
        before = state.slice();
        token++;
      }
    }
  });
});

async function withText(name: string, check: (model: Transformer, sequence: Sequence) => Promise<void>): Promise<void> {
  const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
  try {
    const ids = Array.from({ length: N }, (_, i) => (i * 37 + 11) % model.shape.vocabSize);
    const sequence = model.newSequence();
    await model.forward(sequence, ids.slice(0, FIRST));
    await model.forward(sequence, ids.slice(FIRST));
    await check(model, sequence);
  } finally {
    await model.release();
  }
}

async function strengthsOf(model: Transformer, sequence: Sequence, layer: number): Promise<Float32Array> {
  return (await model.recomputeBlock(sequence, layer, 0, N, ['state_strengths'])).state_strengths;
}

async function weightsOf({ checkpoint }: Transformer, name: string): Promise<Float32Array> {
  return await readFloats(checkpoint.tensors.get(name) ?? assert.fail(name));
}

/** What the layer's mixer gets: the RMS norm, whose gain is stored as its distance from 1. [n][d] */
async function normedStream(model: Transformer, sequence: Sequence, layer: number): Promise<readonly Float64Array[]> {
  const { dModel } = model.shape;
  const gain = await weightsOf(model, `model.layers.${layer}.input_layernorm.weight`);
  const stream = sequence.residual(layer, 0, N);
  return Array.from({ length: N }, (_, token) => {
    const row = Float64Array.from(stream.subarray(token * dModel, (token + 1) * dModel));
    const size = Math.sqrt(
      row.reduce((sum, x) => sum + x * x, 0) / dModel + model.checkpoint.config.positive('rms_norm_eps', 0),
    );
    return row.map((x, i) => (x / size) * (1 + gain[i]));
  });
}

/** v of layer 0, behind its short convolution and the activation. [n][heads · d_value] */
async function valuesOf(model: Transformer, sequence: Sequence): Promise<readonly Float64Array[]> {
  const { heads, groups, dState, dValue } = model.shape.states?.[0] ?? assert.fail('no state');
  const { kernel } = model.shape.convolutions?.[0] ?? assert.fail('no convolution');
  const normed = await normedStream(model, sequence, 0);
  const map = await weightsOf(model, 'model.layers.0.linear_attn.in_proj_qkv.weight');
  const taps = await weightsOf(model, 'model.layers.0.linear_attn.conv1d.weight'); // [channels, 1, kernel]
  const first = 2 * groups * dState; // behind queries and keys
  return normed.map((_, token) =>
    Float64Array.from({ length: heads * dValue }, (__, j) => {
      let mixed = 0;
      for (let distance = 0; distance < kernel && distance <= token; distance++)
        mixed += taps[(first + j) * kernel + kernel - 1 - distance] * dot(map, first + j, normed[token - distance]);
      return mixed / (1 + Math.exp(-mixed)); // SiLU
    }),
  );
}

function dot(map: Float32Array, row: number, x: Float64Array): number {
  return x.reduce((sum, value, i) => sum + map[row * x.length + i] * value, 0);
}

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) <= SAME * (1 + Math.abs(expected)), `${found} for ${expected}`);
}
