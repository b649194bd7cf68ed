// A matrix gives the same product however it is kept: exactly for 16 bits, within what rounding may do for fewer.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { largestDifference } from '../../../golden/goldenErrors.ts';
import { product, productByHand, sizes, writeMatrix } from '../../onnx/storedMatrix.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linear-'));
});
after(() => rm(folder, { recursive: true }));

const ROWS = 3;
/** Sums of some hundred products in another order. */
const SAME = 1e-4;
/** More than one tile; the last one is shorter than the others. */
const LARGE = [1100, 700] as const;

for (const dtype of ['F16', 'BF16', 'F32'] as const) {
  for (const transposed of [true, false]) {
    test(`${dtype} kept half, ${transposed ? '[out, in]' : '[in, out]'}, with and without a bias`, async () => {
      const matrix = await writeMatrix({ folder, dtype, shape: LARGE, transposed });
      const { inputs, outputs } = sizes(matrix);
      const x = some(ROWS * inputs);
      const bias = some(outputs);
      assert.ok(difference(await product(matrix, 'half', x), await productByHand(matrix, x)) < SAME);
      assert.ok(difference(await product(matrix, 'half', x, bias), await productByHand(matrix, x, bias)) < SAME);
    });
  }
}

/**
 * Weights are off by up to half a step, evenly: over 70 products with x of 0.7 (root mean square) √70 · step / √12 · 0.7
 * comes together, 0.007 and 0.1; rounding x to 8 bits adds as much as the first. Five times that is no longer chance.
 */
const BITS = [
  ['int8', 0.5 / 128, 0.05],
  ['int4', 0.5 / 8, 0.5],
] as const;
for (const [precision, step, most] of BITS) {
  for (const transposed of [true, false]) {
    test(`${precision}, ${transposed ? '[out, in]' : '[in, out]'}: off by rounding, and not by more`, async () => {
      const shape = transposed ? ([40, 70] as const) : ([70, 40] as const); // the last block is short
      const matrix = await writeMatrix({ folder, dtype: 'F32', shape, transposed });
      const x = some(ROWS * 70);
      const bias = some(40);
      const off = difference(await product(matrix, precision, x, bias), await productByHand(matrix, x, bias));
      assert.ok(off < most, `off by ${off}`);
      assert.ok(off > step / 100, `off by ${off}: nothing was rounded`);
    });
  }
}

function some(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.cos(i * 78.233));
}

function difference(a: Float32Array, b: Float32Array): number {
  assert.equal(a.length, b.length);
  return largestDifference(a, b);
}
