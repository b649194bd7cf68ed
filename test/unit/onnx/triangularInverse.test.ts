// The inverse of triangular matrices, by hand, and against substitution row by row in double precision.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/onnx/graph.ts';
import { unitTriangularInverse } from '../../../src/onnx/triangularInverse.ts';
import { floats, integers } from '../../../src/runtime/feeds.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';

/** Of the largest number: some units in the last place of float32 for each doubling. */
const SAME = 2e-6;

test('(1 0 0; 2 1 0; 3 4 1) has the inverse (1 0 0; -2 1 0; 5 -4 1)', async () => {
  const lower = Float32Array.of(0, 0, 0, 2, 0, 0, 3, 4, 0);
  const inverse = await inverseOf(lower, 1, 3);
  assert.deepEqual(
    Array.from(inverse, (value) => Math.round(value) + 0),
    [1, 0, 0, -2, 1, 0, 5, -4, 1],
  );
});

for (const n of [1, 2, 5, 8, 33, 100, 257]) {
  test(`two matrices of ${n} rows, one of them of numbers near 1, whose powers overflow`, async () => {
    const small = lowerHalf(n, (row, column) => Math.sin(row * 12.9898 + column * 78.233) / 4);
    const repeating = lowerHalf(n, () => 0.99);
    const both = new Float32Array(2 * n * n);
    both.set(small);
    both.set(repeating, n * n);
    const inverses = await inverseOf(both, 2, n);
    for (const [i, lower] of [small, repeating].entries()) {
      const expected = byRows(lower, n);
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of expected.entries())
        assert.ok(Math.abs(inverses[i * n * n + at] - value) <= SAME * largest, `matrix ${i}, number ${at}`);
    }
  });
}

async function inverseOf(lower: Float32Array, count: number, n: number): Promise<Float32Array> {
  const g = new Graph();
  const size = g.input('n', 'int64', [1]);
  const inverse = unitTriangularInverse(g, g.input('lower', 'float32', [count, 'n', 'n']), { count, n: size });
  g.output('inverse', inverse, [count, 'n', 'n']);
  const runner = await localCpu.open(g, 'inverse', '');
  const ran = await runner.run({ n: integers([n]), lower: floats(lower, [count, n, n]) }, ['inverse']);
  await runner.release();
  return ran.inverse;
}

function lowerHalf(n: number, numberAt: (row: number, column: number) => number): Float32Array {
  return Float32Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return column < row ? numberAt(row, column) : 0;
  });
}

/** Each row of (I + L)⁻¹ is a row of I without what the rows above it make of L. */
function byRows(lower: Float32Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    inverse[row * n + row] = 1;
    for (let above = 0; above < row; above++)
      for (let column = 0; column <= above; column++)
        inverse[row * n + column] -= lower[row * n + above] * inverse[above * n + column];
  }
  return inverse;
}
