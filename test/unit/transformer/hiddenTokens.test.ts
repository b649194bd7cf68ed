// A token from which all others are hidden has nothing but itself, whatever mixes tokens: it says what it says alone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Hiding } from '../../../src/transformer/intervention.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const SAME = 2e-5;
/** What a head reads is normed: where its query and the token's key are nearly at right angles, rounding is magnified. */
const NEARLY_SAME = new Map([['qwen3_next', 6e-5]]);
const IDS = [11, 48, 85, 122, 159, 196];

/** Attention, convolutions, experts, states, states that are corrected, states beside attention, several streams. */
for (const name of [
  ...['llama', 'lfm2', 'mixtral', 'granitemoehybrid', 'mamba2', 'qwen3_5_text', 'qwen3_next'],
  ...['falcon_h1', 'gemma3n_text'],
]) {
  test(`${name}: a token from which all others are hidden says what it says alone`, async () => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const same = NEARLY_SAME.get(name) ?? SAME;
      const before = IDS.length - 1;
      const last = IDS[before];
      const logits = async (sequence: Sequence, ids: readonly number[]) => {
        await model.forward(sequence, ids);
        return await model.logits(sequence);
      };
      const alone = await logits(model.newSequence(), [last]);
      const hidden = () => model.newSequence([{ kind: 'hide', start: 0, end: before }]);
      assert.ok(largestDifference(await logits(hidden(), IDS), alone) <= same);
      const cached = hidden();
      await model.forward(cached, IDS.slice(0, before));
      assert.ok(largestDifference(await logits(cached, [last]), alone) <= same);
      assert.ok(largestDifference(await logits(model.newSequence(), IDS), alone) > 1e-3);
    } finally {
      await model.release();
    }
  });
}

test('what is hidden from a head of attention is not hidden from the state beside it', async () => {
  const model = await Transformer.load(join(FIXTURES, 'falcon_h1'), { runtime: localCpu });
  try {
    const ranWith = async (...hidings: readonly Hiding[]) => {
      const sequence = model.newSequence(hidings);
      await model.forward(sequence, IDS);
      const last = IDS.length - 1;
      return await model.recomputeBlock(sequence, 0, last, last + 1, ['attention_out', 'state_out']);
    };
    const clean = await ranWith();
    const hidden = { kind: 'hide', start: 1, end: 3, layer: 0 } as const;
    const ofHead = await ranWith({ ...hidden, head: 0 });
    assert.deepEqual(ofHead.state_out, clean.state_out);
    assert.ok(largestDifference(ofHead.attention_out, clean.attention_out) > 1e-3);
    const ofAll = await ranWith(hidden);
    assert.ok(largestDifference(ofAll.state_out, clean.state_out) > 1e-3);
  } finally {
    await model.release();
  }
});
