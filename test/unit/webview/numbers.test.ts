import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hundredths, percent, short, signed } from '../../../webview/text/numbers.ts';

test('probabilities keep the digits that matter', () => {
  const rows: [number, string][] = [
    [0, '0 %'],
    [1e-9, '< 0.001 %'],
    [0.00042, '0.042 %'],
    [0.009949, '0.99 %'],
    [0.009999, '1.00 %'],
    [0.0123, '1.23 %'],
    [0.09994, '9.99 %'],
    [0.09999, '10.0 %'],
    [0.4773, '47.7 %'],
    [0.9996, '100 %'],
    [1, '100 %'],
  ];
  for (const [value, shown] of rows) assert.equal(percent(value), shown);
});

test('numbers have three digits and a real minus sign', () => {
  assert.deepEqual([0, -0.012345, 1234.5, 1e-7].map(short), ['0', '−0.0123', '1230', '1.0e−7']);
});

test('votes have a sign, but for zero', () => {
  assert.deepEqual([2.1, -0.414, 0.004, -0.004, 0].map(signed), ['+2.10', '−0.41', '0.00', '0.00', '0.00']);
});

test('two decimals, and no minus sign in front of zero', () => {
  assert.deepEqual([-0.041, -0.004, 0, 1.005].map(hundredths), ['−0.04', '0.00', '0.00', '1.00']);
});
