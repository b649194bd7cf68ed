// Checkpoints that other methods than GGUF have quantised: every tensor widened, bit for bit as the methods' own code does it,
// and the model that comes of it, with its weights as they are in the file. fixtures/quantised/make.py made them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { readFloatRange, readFloats } from '../../src/checkpoint/safetensors.ts';
import { dequantisedTensors } from './dequantised.ts';
import { GOLDEN_TOLERANCE, goldenErrors } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures/quantised');
const NAMES = readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'manifest.json')));

for (const name of NAMES) {
  const folder = join(FIXTURES, name);
  test(`${name} has the numbers of its method's own code`, async () => {
    const { compared, different } = (await dequantisedTensors(folder)) ?? assert.fail('nothing is quantised');
    assert.ok(compared > 0);
    assert.deepEqual(different, []);
  });

  test(`${name}: some of a tensor's numbers are those of the whole`, async () => {
    for (const entry of (await openCheckpoint(folder)).tensors.values()) {
      if (!entry.packing) continue;
      const weights = await readFloats(entry);
      assert.deepEqual(await readFloatRange(entry, 150, 200), weights.slice(150, 350), entry.name);
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
