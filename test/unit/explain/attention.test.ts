import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPooled, columnsOf, oneHead, poolCell, poolCounts, raiseLevels } from '../../../src/explain/attention.ts';
import { seededRandom } from '../../../src/explain/seededRandom.ts';

/** Two heads, two queries, two keys. */
const WEIGHTS = { heads: 2, rows: 2, columns: 2, values: Float32Array.of(1, 0, 0.5, 0.5, 1, 0, 0.25, 0.75) };

test('one head, or the mean or maximum of all', () => {
  assert.deepEqual(Array.from(oneHead(WEIGHTS, 1)), [1, 0, 0.25, 0.75]);
  assert.deepEqual(Array.from(oneHead(WEIGHTS, 'mean')), [1, 0, 0.375, 0.625]);
  assert.deepEqual(Array.from(oneHead(WEIGHTS, 'max')), [1, 0, 0.5, 0.75]);
});

test('of no heads, all are 0', () => {
  const none = { heads: 0, rows: 1, columns: 2, values: new Float32Array(0) };
  assert.deepEqual(Array.from(oneHead(none, 'mean')), [0, 0]);
  assert.deepEqual(Array.from(oneHead(none, 'max')), [0, 0]);
});

test('one head owns its numbers', () => {
  assert.equal(oneHead(WEIGHTS, 0).buffer.byteLength, 16);
});

test('columns behind the last are later tokens, with weight 0', () => {
  assert.deepEqual(Array.from(columnsOf(Float32Array.of(1, 2, 3, 4), 2, 1, 4)), [2, 0, 0, 4, 0, 0]);
  assert.deepEqual(Array.from(columnsOf(Float32Array.of(1, 2, 3, 4), 2, 2, 3)), [0, 0]);
});

test('every index falls into a cell, in order, all cells used', () => {
  for (const [n, size] of [
    [10, 5],
    [7, 3],
    [4, 4],
    [1000, 16],
  ]) {
    const cells = Array.from({ length: n }, (_, i) => poolCell(i, n, size));
    assert.deepEqual(
      cells,
      cells.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(cells).size, size, `${n} into ${size}`);
    assert.equal(Math.max(...cells), size - 1);
  }
});

test('pooling in parts is the mean of what falls into each cell', () => {
  // 3 tokens to 2 cells: tokens 0 and 1 | token 2
  const rows = [Float32Array.of(1, 0, 0), Float32Array.of(0.5, 0.5, 0), Float32Array.of(0.2, 0.2, 0.6)];
  const pooled = new Float32Array(4);
  for (const [i, values] of rows.entries()) addPooled(pooled, 2, { heads: 1, rows: 1, columns: 3, values }, 3, i);
  const counts = poolCounts(3, 2);
  assert.deepEqual(Array.from(counts), [4, 2, 2, 1]);
  const means = Array.from(pooled, (sum, i) => Math.round((sum / counts[i]) * 1000) / 1000);
  assert.deepEqual(means, [0.5, 0, 0.2, 0.6]);
});

test('levels: 255 √weight of the heads, their mean and their maximum; pooled, the largest', () => {
  const level = (weight: number) => Math.round(255 * Math.sqrt(weight));
  const exact = new Uint8Array(4 * 4);
  raiseLevels(exact, 2, WEIGHTS, 2, 0);
  const maps = [
    [1, 0, 0.5, 0.5],
    [1, 0, 0.25, 0.75],
    [1, 0, 0.375, 0.625],
    [1, 0, 0.5, 0.75],
  ];
  assert.deepEqual(Array.from(exact), maps.flat().map(level));
  const one = new Uint8Array(4);
  raiseLevels(one, 1, WEIGHTS, 2, 0);
  assert.deepEqual(Array.from(one), [255, 255, 255, 255]);
});

test('every weight falls into the cell of its query and its key, whatever pieces the rows come in', () => {
  const random = seededRandom(5);
  for (const [n, size, piece] of [
    [37, 8, 5],
    [64, 64, 64],
    [101, 24, 1],
  ]) {
    const whole = Float32Array.from({ length: 2 * n * n }, random);
    const sums = new Float64Array(2 * size * size);
    const most = new Float64Array(2 * size * size);
    for (let h = 0; h < 2; h++)
      for (let row = 0; row < n; row++)
        for (let column = 0; column < n; column++) {
          const cell = (h * size + poolCell(row, n, size)) * size + poolCell(column, n, size);
          const weight = whole[(h * n + row) * n + column];
          sums[cell] += weight;
          most[cell] = Math.max(most[cell], weight);
        }
    const pooled = new Float32Array(2 * size * size);
    const levels = new Uint8Array(4 * size * size);
    for (let first = 0; first < n; first += piece) {
      const rows = Math.min(piece, n - first);
      const ofHead = (h: number) => [...whole.subarray((h * n + first) * n, (h * n + first + rows) * n)];
      const weights = { heads: 2, rows, columns: n, values: Float32Array.from([...ofHead(0), ...ofHead(1)]) };
      addPooled(pooled, size, weights, n, first);
      raiseLevels(levels, size, weights, n, first);
    }
    for (const [i, sum] of sums.entries()) assert.ok(Math.abs(pooled[i] - sum) < 1e-4, `${n} to ${size}: cell ${i}`);
    const expected = Array.from(most, (weight) => Math.round(255 * Math.sqrt(weight)));
    assert.deepEqual([...levels.subarray(0, most.length)], expected);
  }
});
