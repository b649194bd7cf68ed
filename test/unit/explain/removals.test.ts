// Texts that are read again with other tokens say what they say when nothing else was read before.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { withOtherIds } from '../../../src/explain/removals.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
/** Sums in another order. */
const SAME = 4e-5;

/** Of a text of so many tokens: how many are read once the one at place 20 is left out. */
const MODELS = [
  ['gpt2', 'learned positions', 40, 19],
  ['llama', 'rotary positions', 40, 19],
  ['phi3-longrope', 'one rotation up to 32 tokens', 32, 11],
  ['phi3-longrope', 'of 33 tokens and of 32 they are others', 33, 32],
  ['variants/phimoe-longrope', 'one scale up to 64 tokens, another from 65 on', 65, 64],
  ['variants/llama-dynamic', 'rotations that go with the length', 40, 39],
] as const;

for (const [fixture, what, length, wanted] of MODELS)
  test(`${fixture} (${what}): of ${length} tokens without one ${wanted} are read`, async (t) => {
    const model = await Transformer.load(join(FIXTURES, fixture), { runtime: localCpu });
    const ids = Array.from({ length }, (_, i) => (i * 37 + 11) % model.shape.vocabSize);
    const [whole, alone] = [model.newSequence(), model.newSequence()];
    await model.forward(whole, ids);
    const left = ids.toSpliced(20, 1);
    await model.forward(alone, left);
    const forward = t.mock.method(model, 'forward');
    const shorter = (await withOtherIds(model, whole, left, {})) ?? assert.fail();
    assert.deepEqual(
      forward.mock.calls.map(({ arguments: [, read] }) => read.length),
      [wanted],
    );
    const difference = largestDifference(await model.logits(shorter), await model.logits(alone));
    assert.ok(difference < SAME, `logits differ by ${difference}`);
    await model.release();
  });
