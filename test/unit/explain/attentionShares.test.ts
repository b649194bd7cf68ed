import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { attentionShares } from '../../../src/explain/attentionShares.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');

for (const name of ['gpt2', 'bert'])
  test(`${name}: a row at a time the shares are those of all rows at once, and a cancel is heard in between`, async (t) => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    const sequence = model.newSequence();
    await model.forward(
      sequence,
      Array.from({ length: 30 }, (_, i) => (i * 37 + 11) % model.shape.vocabSize),
    );
    const whole = await attentionShares(model, sequence, [10, 25]);
    assert.ok(Math.abs(whole.reduce((a, b) => a + b, 0) - 1) < 1e-6);
    const abort = new AbortController();
    const runs = t.mock.method(model, 'recomputeBlock');
    const inRows = await attentionShares(model, sequence, [10, 25], { atATime: 1 });
    assert.equal(runs.mock.callCount(), 15 * model.shape.layers);
    assert.ok(largestDifference(Float32Array.from(inRows), Float32Array.from(whole)) < 1e-6);
    setImmediate(() => abort.abort());
    const cancelled = attentionShares(model, sequence, [10, 25], { atATime: 1, signal: abort.signal });
    await assert.rejects(cancelled, { code: 'cancelled' });
    assert.ok(runs.mock.callCount() < 15 * model.shape.layers + 3);
    await model.release();
  });
