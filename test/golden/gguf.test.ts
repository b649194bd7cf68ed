// GGUF files: every tensor widened, bit for bit as the package gguf 0.19.0 does it. models.test.ts runs them.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dequantisedTensors } from './dequantised.ts';
import { goldenErrors, withinTolerance } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

for (const name of readdirSync(FIXTURES).filter((name) => name.startsWith('gguf-'))) {
  test(`${name} has the same numbers as gguf's own dequantiser`, async () => {
    const { compared, different } = (await dequantisedTensors(join(FIXTURES, name))) ?? assert.fail('no model.gguf');
    assert.ok(compared > 0);
    assert.deepEqual(different, []);
  });

  test(`${name} computes the same with its weights in the blocks of the file`, async () => {
    const errors = await goldenErrors(join(FIXTURES, name), { precision: 'auto' });
    assert.ok(withinTolerance(errors), JSON.stringify(errors));
  });
}
