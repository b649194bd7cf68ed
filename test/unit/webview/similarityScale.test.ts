// The likeness of positions fills the scale of its colours, whatever its own range.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelsOf } from '../../../webview/charts/heatMapLayout.ts';
import { similarityScale } from '../../../webview/stops/position/similarityScale.ts';

/** Positions whose cosine falls from 1 to 0.8 with their distance; position 0 is unlike all others. */
function alike(n: number) {
  const cosine = (a: number, b: number) => (a === b ? 1 : a * b === 0 ? -0.2 : 1 - (0.2 * Math.abs(a - b)) / n);
  const values = Float32Array.from({ length: n * n }, (_, i) => cosine(Math.floor(i / n), i % n));
  return { rows: n, columns: n, values };
}

test('differences above 0.8 use the whole scale, one odd position does not take it', () => {
  const n = 60;
  const matrix = alike(n);
  const { from, to } = similarityScale(matrix);
  assert.ok(from > 0.8 && from < 0.84, String(from));
  assert.ok(Math.abs(to - (1 - 0.2 / n)) < 1e-6, String(to));
  const { values } = levelsOf(matrix, { from, to });
  const row = Array.from(values).slice((n - 1) * n + 1, n * n - 1);
  assert.ok(row[0] < 0.1 && row[row.length - 1] === 1, 'from one end to the other');
  assert.ok(row.every((level, i) => i === 0 || level >= row[i - 1]));
});

test('positions that are all alike, and a single one, have a scale, too', () => {
  assert.deepEqual(similarityScale({ rows: 2, columns: 2, values: Float32Array.of(1, 0.5, 0.5, 1) }), {
    from: -0.5,
    to: 0.5,
  });
  assert.deepEqual(similarityScale({ rows: 1, columns: 1, values: Float32Array.of(1) }), { from: 0, to: 1 });
});
