// Checkpoints in half precision that are kept in half precision. They are held to the same tolerance as float32, since
// the weights are the same numbers, and greedy ids must be equal.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { GOLDEN_TOLERANCE, goldenErrors } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const HALF = [
  'gpt2-f16',
  'gpt_neox-f16-hub-layout',
  'llama-bf16',
  'variants/llama-f16-shards',
  'variants/qwen3_next-only',
  'variants/gemma3n_text-middle',
];

for (const name of HALF) {
  test(`${name} kept half computes what the reference computes in float32`, async () => {
    const folder = join(FIXTURES, name);
    const model = await Transformer.load(folder, { runtime: localCpu, precision: 'half' });
    await model.release();
    assert.equal(model.precision, 'half');
    const { greedyIdsEqual, ...differences } = await goldenErrors(folder, { precision: 'half' });
    for (const [kind, difference] of Object.entries(differences)) {
      assert.ok(difference <= GOLDEN_TOLERANCE, `${kind} differ by ${difference}`);
    }
    assert.ok(greedyIdsEqual, 'greedy decoding chose other tokens');
  });
}
