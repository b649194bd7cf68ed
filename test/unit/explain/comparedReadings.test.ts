// How far apart two distributions, and two rows of attention, are; and two distributions as one list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Piece } from '../../../src/explain/alignment.ts';
import { type QueryRows, rowDistance } from '../../../src/explain/attentionDistance.ts';
import { mostExpected } from '../../../src/explain/mostExpected.ts';
import { jensenShannonBits, softmax } from '../../../src/explain/softmax.ts';
import { pieceOf } from '../../../src/tokenizer/piece.ts';
import { randomOf } from '../random.ts';

const near = (a: number, b: number, by = 1e-9) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);

test('the Jensen–Shannon divergence of a coin and certainty, by hand', () => {
  // m = (¾, ¼): ½ (½ log₂ ⅔ + ½ log₂ 2) + ½ log₂ (4/3) = 0.3113
  near(jensenShannonBits(Float64Array.of(0.5, 0.5), Float64Array.of(1, 0)), 0.311278, 1e-6);
  assert.equal(jensenShannonBits(Float64Array.of(1, 0), Float64Array.of(0, 1)), 1);
  assert.equal(jensenShannonBits(Float64Array.of(1), Float64Array.of(0, 1)), 1);
});

test('it is the same from both sides, 0 for the same distribution exactly, and within 0 and 1', () => {
  const random = randomOf(1);
  const distribution = () => softmax(Array.from({ length: 50 }, () => 10 * random.next()));
  for (let i = 0; i < 100; i++) {
    const [p, q] = [distribution(), distribution()];
    assert.equal(jensenShannonBits(p, p), 0);
    near(jensenShannonBits(p, q), jensenShannonBits(q, p), 1e-12);
    assert.ok(jensenShannonBits(p, q) > 0 && jensenShannonBits(p, q) <= 1);
  }
});

const one = (ours: number, theirs = ours): Piece => ({
  ours: { start: ours, end: ours + 1 },
  theirs: { start: theirs, end: theirs + 1 },
  isSame: true,
});
/** One head, the last query. */
const rowOf = (...weights: readonly number[]): QueryRows => ({
  firstRow: weights.length - 1,
  rows: 1,
  columns: weights.length,
  values: Float32Array.from(weights),
});

test('a row and another are as far apart as the attention that would have to move', () => {
  const pieces = [one(0), one(1)];
  near(rowDistance(pieces, 1, 0, rowOf(0.5, 0.5), rowOf(1, 0)), 0.5);
  assert.equal(rowDistance(pieces, 1, 0, rowOf(0.25, 0.75), rowOf(0.25, 0.75)), 0);
  assert.equal(rowDistance(pieces, 1, 0, rowOf(1, 0), rowOf(0, 1)), 1);
});

test('keys that one side cuts in two count together, and one that it lacks counts as not looked at', () => {
  const cutInTwo: Piece[] = [{ ours: { start: 0, end: 1 }, theirs: { start: 0, end: 2 }, isSame: true }, one(1, 2)];
  near(rowDistance(cutInTwo, 1, 0, rowOf(0.5, 0.5), rowOf(0.25, 0.25, 0.5)), 0);
  const added: Piece[] = [
    one(0),
    { ours: { start: 1, end: 1 }, theirs: { start: 1, end: 2 }, isSame: false },
    one(1, 2),
  ];
  near(rowDistance(added, 2, 0, rowOf(0.5, 0.5), rowOf(0.25, 0.5, 0.25)), 0.5);
});

test('rows of later queries and other heads are found in [heads, rows, columns]', () => {
  const rows: QueryRows = { firstRow: 0, rows: 2, columns: 2, values: Float32Array.of(1, 0, 0, 1, 1, 0, 0.5, 0.5) };
  const others: QueryRows = { firstRow: 0, rows: 2, columns: 2, values: Float32Array.of(1, 0, 1, 0, 1, 0, 0.5, 0.5) };
  const pieces = [one(0), one(1)];
  assert.equal(rowDistance(pieces, 1, 0, rows, others), 1);
  assert.equal(rowDistance(pieces, 1, 1, rows, others), 0);
});

const vocabulary = (...words: readonly string[]) => ({ piece: (id: number) => pieceOf(words[id]) });

test('two vocabularies are one list by what their tokens write; what one lacks has no number there', () => {
  const ours = { probabilities: Float64Array.of(0.6, 0.3, 0.1), vocabulary: vocabulary('a', 'b', 'c') };
  const theirs = { probabilities: Float64Array.of(0.5, 0.4, 0.1), vocabulary: vocabulary('b', 'x', 'a') };
  const list = mostExpected(ours, theirs, { k: 2, isSameVocabulary: false });
  assert.deepEqual(
    list.map(({ text, ours: p, theirs: q }) => [text, p, q]),
    [
      ['a', 0.6, 0.1],
      ['b', 0.3, 0.5],
      ['x', undefined, 0.4],
    ],
  );
});

test('tokens of one vocabulary are the same by their ids', () => {
  const both = vocabulary('a', 'a', 'b');
  const list = mostExpected(
    { probabilities: Float64Array.of(0.7, 0.2, 0.1), vocabulary: both },
    { probabilities: Float64Array.of(0.1, 0.8, 0.1), vocabulary: both },
    { k: 1, isSameVocabulary: true },
  );
  assert.deepEqual(
    list.map(({ ours: p, theirs: q }) => [p, q]),
    [
      [0.2, 0.8],
      [0.7, 0.1],
    ],
  );
});
