// What interventions mean, beside the golden numbers: several on one place, the same whatever the chunks, and places
// that are not there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../../src/transformer/intervention.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FOLDER = join(import.meta.dirname, '../../golden/fixtures/gpt2'); // 3 layers, 4 heads, d = 48
const SAME = 2e-5;
const IDS = Array.from({ length: 20 }, (_, i) => (i * 37 + 11) % 320);

let model: Transformer;
before(async () => {
  model = await Transformer.load(FOLDER, { runtime: localCpu });
});
after(() => model.release());

const head = (gain: number): Intervention => ({ kind: 'head', layer: 1, head: 2, gain });
const patch: Intervention = { kind: 'residual', layer: 1, position: 13, residual: new Float32Array(48).fill(0.5) };

test('gains on the same place multiply', async () => {
  assert.equal(largestDifference(await logits([head(0.5), head(3)]), await logits([head(1.5)])), 0);
  assert.ok(largestDifference(await logits([head(1.5)]), await logits([])) > 1e-3);
});

test('a gain of 1 changes nothing', async () => {
  assert.equal(largestDifference(await logits([head(1)]), await logits([])), 0);
});

test('what is changed holds in all chunks and with the cache', async () => {
  const whole = await logits([head(0), patch]);
  assert.ok(largestDifference(await logits([head(0), patch], 6), whole) <= SAME);
  assert.ok(largestDifference(await logits([head(0), patch], 1), whole) <= SAME);
});

test('no token before a patched one sees the patch', async () => {
  const [clean, patched] = [await logits([]), await logits([patch])];
  assert.equal(largestDifference(patched.subarray(0, 13 * 320), clean.subarray(0, 13 * 320)), 0);
  assert.ok(largestDifference(patched.subarray(13 * 320, 14 * 320), clean.subarray(13 * 320, 14 * 320)) > 1e-3);
});

test('a block that is run again is changed alike', async () => {
  const sequence = model.newSequence([{ kind: 'attention', layer: 1, gain: 0 }]);
  await model.forward(sequence, IDS);
  const { attention_out } = await model.recomputeBlock(sequence, 1, 0, 20, ['attention_out']);
  assert.ok(attention_out.every((value) => value === 0));
});

const REFUSED: [name: string, intervention: Intervention][] = [
  ['a head that is not there', { kind: 'head', layer: 0, head: 4, gain: 0 }],
  ['a layer that is not there', { kind: 'mlp', layer: 3, gain: 0 }],
  ['half a layer', { kind: 'attention', layer: 0.5, gain: 0 }],
  ['a gain that is no number', { kind: 'attention', layer: 0, gain: Number.NaN }],
  ['a position beyond the context', { kind: 'residual', layer: 0, position: 64, residual: new Float32Array(48) }],
  ['a residual of another width', { kind: 'residual', layer: 0, position: 0, residual: new Float32Array(47) }],
];
for (const [name, intervention] of REFUSED) {
  test(`refuses ${name}`, () => {
    assert.throws(() => model.newSequence([intervention]), { code: 'question-invalid', question: 'interventions' });
  });
}

/** [20, 320] */
async function logits(interventions: readonly Intervention[], chunk?: number): Promise<Float32Array> {
  const sequence = model.newSequence(interventions);
  await model.forward(sequence, IDS, { chunk });
  return await model.logits(sequence, 0, IDS.length);
}
