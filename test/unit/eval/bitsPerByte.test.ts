import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { kindBits, windowsOf } from '../../../scripts/eval/bitsPerByte.ts';
import { transformerBits } from '../../../scripts/eval/documentBits.ts';
import { surprisal } from '../../../src/explain/surprisal.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

test('every token of a document is a target once, behind what stood before it in its window', () => {
  assert.deepEqual(windowsOf([1, 2, 3], 0, 2), [
    { input: [0, 1], targets: [1, 2] },
    { input: [2], targets: [3] },
  ]);
  assert.deepEqual(windowsOf([1, 2], 0, 2), [{ input: [0, 1], targets: [1, 2] }]);
  assert.deepEqual(windowsOf([], 0, 2), []);
});

test('bits of all documents over bytes of all documents: 蘋果 has 6 bytes, cat 3', async () => {
  const encode = (text: string) => [...text].map((character) => character.charCodeAt(0));
  const twoBitsEach = async (ids: readonly number[]) => 2 * ids.length;
  const bits = await kindBits(['蘋果', 'cat'], encode, twoBitsEach);
  assert.deepEqual(bits, { bitsPerByte: 10 / 9, bits: 10, bytes: 9, tokens: 5, documents: 2 });
});

test('a Transformer pays for each token what its own forward pass says', async () => {
  const folder = join(import.meta.dirname, '../../golden/fixtures/gpt2');
  const transformer = await Transformer.load(folder, { runtime: localCpu });
  const { context, vocabSize } = transformer.shape;
  const ids = Array.from({ length: context + 3 }, (_, i) => (i * 37 + 11) % vocabSize);
  const tokenizer = undefined as never; // ids need none
  const ours = await transformerBits({ folder, transformer, tokenizer, end: 0 }, ids);
  // One token at a time, starting anew behind a whole context with the last token of the one before.
  let expected = 0;
  let sequence = transformer.newSequence();
  for (const [place, id] of [0, ...ids.slice(0, -1)].entries()) {
    if (place % context === 0) sequence = transformer.newSequence();
    await transformer.forward(sequence, [id]);
    const logits = await transformer.logits(sequence);
    expected += surprisal(logits, ids[place]).bits;
  }
  await transformer.release();
  assert.ok(Math.abs(ours - expected) < 1e-3 * expected, `${ours} bits, not ${expected}`);
});
