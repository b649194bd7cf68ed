import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descendingIds } from '../../../src/explain/descendingIds.ts';
import { draw, drawProbabilities, penalised, uniformAt } from '../../../src/explain/sampling.ts';
import { entropyBits, softmax } from '../../../src/explain/softmax.ts';

const rounded = (values: Iterable<number>) => Array.from(values, (value) => Math.round(value * 1000) / 1000);
const options = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };
/** softmax = 1/2, 1/4, 1/8, 1/8 */
const LOGITS = [Math.log(4), Math.log(2), 0, 0];
const drawn = (changes: Partial<typeof options>) =>
  rounded(drawProbabilities(LOGITS, descendingIds(LOGITS), { ...options, ...changes }));

test('softmax by hand: e^1, e^2, e^3 over their sum 30.193', () => {
  assert.deepEqual(rounded(softmax([1, 2, 3])), [0.09, 0.245, 0.665]);
});

test('softmax of huge logits does not overflow', () => {
  assert.deepEqual(Array.from(softmax([1e30, 1e30, -1e30])), [0.5, 0.5, 0]);
});

test('temperature 2 takes the square root of the odds: 4 : 2 : 1 : 1 → 2 : 1.414 : 1 : 1', () => {
  assert.deepEqual(drawn({ temperature: 2 }), [0.369, 0.261, 0.185, 0.185]);
});

test('a penalty of 2 halves what is above 0 and doubles what is below, of the tokens that were read', () => {
  const logits = Float32Array.of(3, -1, 2, -4);
  assert.deepEqual(penalised(logits, [0, 1, 0], 2), Float32Array.of(1.5, -2, 2, -4));
  assert.equal(penalised(logits, [0, 1], 1), logits);
  assert.deepEqual(logits, Float32Array.of(3, -1, 2, -4));
});

test('top-k keeps k and shares out what it cut', () => {
  assert.deepEqual(drawn({ topK: 2 }), [0.667, 0.333, 0, 0]);
  assert.deepEqual(drawn({ topK: 99 }), [0.5, 0.25, 0.125, 0.125]);
});

test('top-p keeps the fewest that reach p, at least one', () => {
  assert.deepEqual(drawn({ topP: 0.7 }), [0.667, 0.333, 0, 0]);
  assert.deepEqual(drawn({ topP: 0.76 }), [0.571, 0.286, 0.143, 0]);
  assert.deepEqual(drawn({ topP: 0.01 }), [1, 0, 0, 0]);
});

test('top-p counts among what top-k left', () => {
  assert.deepEqual(drawn({ topK: 2, topP: 0.6 }), [1, 0, 0, 0]); // 1/2 of 3/4 is 0.667
});

test('min-p drops what is less probable than its share of the first: 4 : 2 : 1 : 1', () => {
  assert.deepEqual(drawn({ minP: 0.5 }), [0.667, 0.333, 0, 0]);
  assert.deepEqual(drawn({ minP: 0.51 }), [1, 0, 0, 0]);
  assert.deepEqual(drawn({ minP: 0.25 }), [0.5, 0.25, 0.125, 0.125]);
});

test('temperature 0 takes the most probable', () => {
  assert.deepEqual(drawn({ temperature: 0 }), [1, 0, 0, 0]);
});

test('draws each token as often as its probability says', () => {
  const order = descendingIds(LOGITS);
  const probabilities = drawProbabilities(LOGITS, order, options);
  const counts = [0, 0, 0, 0];
  for (let step = 0; step < 8000; step++) counts[draw(probabilities, order, uniformAt(42, step))]++;
  // binomial: standard deviation of 8000 draws at 1/2 is 45, at 1/8 30; four of them
  for (const [id, expected] of [4000, 2000, 1000, 1000].entries()) {
    assert.ok(Math.abs(counts[id] - expected) < 180, `token ${id} drawn ${counts[id]} times, expected ${expected}`);
  }
});

test('the same seed and step draw the same number, others another', () => {
  assert.equal(uniformAt(7, 3), uniformAt(7, 3));
  const numbers = new Set(Array.from({ length: 100 }, (_, i) => uniformAt(i % 10, Math.floor(i / 10))));
  assert.equal(numbers.size, 100);
});

test('a draw at the very end of the range finds a token that was kept', () => {
  const order = descendingIds(LOGITS);
  const kept = drawProbabilities(LOGITS, order, { ...options, topK: 3 });
  assert.equal(draw(kept, order, 1 - 2 ** -32), 2);
});

test('entropy in bits: a fair coin 1, four equal 2, certainty 0', () => {
  assert.equal(entropyBits(Float64Array.of(0.5, 0.5)), 1);
  assert.equal(entropyBits(Float64Array.of(0.25, 0.25, 0.25, 0.25)), 2);
  assert.equal(entropyBits(Float64Array.of(1, 0)), 0);
});
