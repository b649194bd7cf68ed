// Laws of the forward pass on a real tiny checkpoint: cache, chunks, cancelling and running a block again must not
// change a number.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FOLDER = join(import.meta.dirname, '../../golden/fixtures/gpt2');
/** Sums in another order; the fixtures' own reference differs by 7e-6 between cached and uncached. */
const SAME = 1e-5;
const IDS = Array.from({ length: 40 }, (_, i) => (i * 37 + 11) % 320);

let model: Transformer;
before(async () => {
  model = await Transformer.load(FOLDER, { runtime: localCpu });
});
after(() => model.release());

test('one token at a time gives the residual stream of all at once', async () => {
  const whole = await sequenceOf([IDS]);
  const stepwise = await sequenceOf(IDS.map((id) => [id]));
  for (let layer = 0; layer <= model.shape.layers; layer++) {
    const difference = largestDifference(stepwise.residual(layer, 0, 40), whole.residual(layer, 0, 40));
    assert.ok(difference <= SAME, `layer ${layer} differs by ${difference}`);
  }
});

test('a text in pieces gives the residual stream of all at once', async () => {
  const whole = await sequenceOf([IDS]);
  const pieces = await sequenceOf([IDS.slice(0, 1), IDS.slice(1, 18), IDS.slice(18)]);
  assert.ok(largestDifference(pieces.residual(3, 0, 40), whole.residual(3, 0, 40)) <= SAME);
});

test('attention rows sum to 1 and are exactly 0 for later tokens', async () => {
  const sequence = await sequenceOf([IDS]);
  for (let layer = 0; layer < model.shape.layers; layer++) {
    const { attention } = await model.recomputeBlock(sequence, layer, 0, 40, ['attention']); // [4, 40, 40]
    for (let row = 0; row < 4 * 40; row++) {
      const weights = attention.subarray(row * 40, (row + 1) * 40);
      assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-6, `row ${row} of layer ${layer}`);
      assert.ok(
        weights.subarray((row % 40) + 1).every((weight) => weight === 0),
        `row ${row} looks ahead`,
      );
    }
  }
});

test('some rows of attention, recomputed against the cache, are those of all rows', async () => {
  const sequence = await sequenceOf([IDS]);
  const all = (await model.recomputeBlock(sequence, 1, 0, 40, ['attention'])).attention; // [4, 40, 40]
  const some = (await model.recomputeBlock(sequence, 1, 25, 30, ['attention'])).attention; // [4, 5, 30]
  for (let head = 0; head < 4; head++) {
    for (let query = 25; query < 30; query++) {
      const from = (head * 5 + query - 25) * 30;
      const ours = some.subarray(from, from + 30);
      const theirs = all.subarray((head * 40 + query) * 40, (head * 40 + query) * 40 + 30);
      assert.ok(largestDifference(ours, theirs) <= SAME, `head ${head}, query ${query}`);
    }
  }
});

test('attention told during a step is the attention recomputed later', async () => {
  const sequence = await sequenceOf([IDS.slice(0, 39)]);
  const told: Float32Array[] = [];
  await model.forward(sequence, IDS.slice(39), { onAttention: (_, weights) => told.push(weights) });
  for (const [layer, weights] of told.entries()) {
    const { attention } = await model.recomputeBlock(sequence, layer, 39, 40, ['attention']);
    assert.ok(largestDifference(weights, attention) <= SAME, `layer ${layer}`);
  }
  assert.equal(told.length, model.shape.layers);
});

test('what was forgotten leaves no trace', async () => {
  const sequence = await sequenceOf([IDS.slice(0, 20), [5, 6, 7, 8]]);
  sequence.truncate(20);
  await model.forward(sequence, IDS.slice(20));
  const whole = await sequenceOf([IDS]);
  assert.ok(largestDifference(sequence.residual(3, 0, 40), whole.residual(3, 0, 40)) <= SAME);
});

test('a run that was cancelled half way leaves the sequence as it was', async () => {
  const sequence = await sequenceOf([IDS.slice(0, 10)]);
  const abort = new AbortController();
  const onBlock = (done: number) => done === 1 && abort.abort();
  const cancelled = model.forward(sequence, IDS.slice(10), { onBlock, signal: abort.signal });
  await assert.rejects(cancelled, { code: 'cancelled' });
  assert.equal(sequence.length, 10);
  await model.forward(sequence, IDS.slice(10));
  const whole = await sequenceOf([IDS]);
  assert.ok(largestDifference(sequence.residual(3, 0, 40), whole.residual(3, 0, 40)) <= SAME);
});

test('progress is told after every block', async () => {
  const told: number[] = [];
  await model.forward(model.newSequence(), IDS, { onBlock: (done, of) => told.push(done, of) });
  assert.deepEqual(told, [1, 3, 2, 3, 3, 3]);
});

async function sequenceOf(pieces: readonly (readonly number[])[]) {
  const sequence = model.newSequence();
  for (const piece of pieces) await model.forward(sequence, piece);
  return sequence;
}
