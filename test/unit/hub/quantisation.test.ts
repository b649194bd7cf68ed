import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReadable, type QuantisationClass, quantisationClass, recommended } from '../../../src/hub/quantisation.ts';

const GB = 1e9;

const CLASSES: readonly [quantisation: string | undefined, isReadable: boolean, QuantisationClass][] = [
  ['F32', true, 'full'],
  ['F16', true, 'full'],
  ['BF16', true, 'full'],
  ['Q8_0', true, 'bits8'],
  ['Q6_K_L', true, 'bits6'],
  ['Q5_K_M', true, 'bits5'],
  ['Q5_1', true, 'bits5'],
  ['Q4_K_M', true, 'bits4'],
  ['UD-Q4_K_XL', true, 'bits4'],
  ['IQ4_XS', true, 'bits4'],
  ['Q3_K_S', true, 'bits3'],
  ['Q2_K', true, 'bits2'],
  ['MXFP4_MOE', true, 'mxfp4'],
  ['IQ3_XXS', false, 'bits3'],
  ['UD-IQ2_M', false, 'bits2'],
  ['Q4_0_4_8', false, 'bits4'],
  ['IQ1_S', false, 'unknown'],
  ['TQ2_0', false, 'unknown'],
  ['NVFP4', false, 'unknown'],
  [undefined, true, 'unknown'],
];
for (const [quantisation, readable, expected] of CLASSES) {
  test(`${quantisation} is ${expected}, ${readable ? 'read' : 'not read'}`, () => {
    assert.deepEqual([isReadable(quantisation), quantisationClass(quantisation)], [readable, expected]);
  });
}

test('the most exact one that fits well into memory is recommended', () => {
  const offered = (['IQ1_S', 'Q4_K_M', 'Q6_K', 'Q8_0', 'F16'] as const).map((quantisation, index) => ({
    quantisation,
    bytes: [0.3, 0.8, 1, 1.3, 2.5][index] * GB,
  }));
  assert.equal(recommended(offered, 16 * GB)?.quantisation, 'Q8_0');
  assert.equal(recommended(offered, 4 * GB)?.quantisation, 'Q6_K');
  assert.equal(recommended(offered, 2 * GB)?.quantisation, 'Q4_K_M');
  assert.equal(recommended([offered[4]], 2 * GB)?.quantisation, 'F16');
  assert.equal(recommended([offered[0]], 2 * GB), undefined);
});
