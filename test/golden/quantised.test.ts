// Checkpoints that other methods than GGUF have quantised: every tensor widened, bit for bit as the methods' own code does it,
// and the model that comes of it, with its weights as they are in the file. fixtures/quantised/make.py made them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { readFloatRange, readFloats } from '../../src/checkpoint/safetensors.ts';
import { GOLDEN_TOLERANCE, goldenErrors } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures/quantised');
const NAMES = readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'manifest.json')));

for (const name of NAMES) {
  const folder = join(FIXTURES, name);
  const sums: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(folder, 'manifest.json'), 'utf8'),
  ).dequantised;

  test(`${name} has the numbers of its method's own code`, async () => {
    const { tensors } = await openCheckpoint(folder);
    assert.ok(Object.keys(sums).length > 0);
    for (const [tensor, expected] of Object.entries(sums)) {
      const entry = tensors.get(tensor) ?? assert.fail(tensor);
      const weights = await readFloats(entry);
      assert.equal(createHash('sha256').update(new Uint8Array(weights.buffer)).digest('hex'), expected, tensor);
      assert.deepEqual(await readFloatRange(entry, 150, 200), weights.slice(150, 350), tensor);
    }
  });

  for (const precision of ['float32', 'auto'] as const) {
    test(`${name} computes what transformers computes of these numbers, kept as ${precision}`, async () => {
      const { greedyIdsEqual, ...differences } = await goldenErrors(folder, { precision });
      for (const [kind, difference] of Object.entries(differences))
        assert.ok(difference <= GOLDEN_TOLERANCE, `${kind} differ by ${difference}`);
      assert.ok(greedyIdsEqual, 'greedy decoding chose other tokens');
    });
  }
}
