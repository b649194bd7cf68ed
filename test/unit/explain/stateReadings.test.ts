// Readings of a state: by hand, with three tokens, and pooled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  leftAtEnd,
  poolSigned,
  signedHead,
  signedLevels,
  stateNorms,
  statesOf,
} from '../../../src/explain/stateReadings.ts';

// One head, d_state = 2, d_value = 1. k = (1 0), (0 2), (1 1); v = 3, 1, -2; α = 1/2, 1/4, 1/2.
//   S_1 = (3 0),  S_2 = ¼ S_1 + (0 2) = (0.75 2),  S_3 = ½ S_2 - (2 2) = (-1.625 -1)
const WRITTEN = {
  keys: Float32Array.of(1, 0, 0, 2, 1, 1),
  values: Float32Array.of(3, 1, -2),
  decays: Float32Array.of(Math.log(0.5), Math.log(0.25), Math.log(0.5)),
};

const near = (found: ArrayLike<number>, expected: readonly number[]) => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(found[i] - value) < 1e-6, `${found[i]} for ${value}`);
};

test('three tokens write a state, by hand', () => {
  const states = Array.from(statesOf(WRITTEN), (state) => [...state]);
  for (const [i, expected] of [
    [3, 0],
    [0.75, 2],
    [-1.625, -1],
  ].entries())
    near(states[i], expected);
  near(stateNorms(WRITTEN), [3, Math.hypot(0.75, 2), Math.hypot(1.625, 1)]);
});

test('read by q = (2 1), the state gives what the unrolled sum gives, by hand', () => {
  // q·k = 2, 2, 3; left = ¼ · ½, ½, 1; weights = 0.25, 1, 3; Σ weight · v = 0.75 + 1 - 6 = -4.25 = 2 · -1.625 - 1
  const left = leftAtEnd(WRITTEN.decays);
  near(left, [0.125, 0.5, 1]);
  const weights = [2, 2, 3].map((product, token) => product * left[token]);
  near(weights, [0.25, 1, 3]);
  const found = weights.reduce((sum, weight, token) => sum + weight * WRITTEN.values[token], 0);
  const last = [...statesOf(WRITTEN)].at(-1) ?? [];
  near([found], [2 * last[0] + last[1]]);
  near([found], [-4.25]);
});

test('no token has no state', () => {
  const nothing = { keys: new Float32Array(0), values: new Float32Array(0), decays: new Float32Array(0) };
  assert.deepEqual([...statesOf(nothing)], []);
  assert.equal(stateNorms(nothing).length, 0);
});

const two = { heads: 2, rows: 2, columns: 2, values: Float32Array.of(1, 0, -3, 2, -2, 0, 1, 2) };

test('heads are joined by their mean, and by the weight that is furthest from 0, whatever its sign', () => {
  assert.deepEqual([...signedHead(two, 1)], [-2, 0, 1, 2]);
  assert.deepEqual([...signedHead(two, 'mean')], [-0.5, 0, -1, 2]);
  assert.deepEqual([...signedHead(two, 'max')], [-2, 0, -3, 2]);
});

test('a cell keeps the weight that is furthest from 0', () => {
  const pooled = new Float32Array(4); // both heads, their mean, the strongest, of one cell each
  poolSigned(pooled, 1, two, 2, 0);
  assert.deepEqual([...pooled], [-3, -2, 2, -3]);
  const rows = new Float32Array(4 * 4);
  poolSigned(rows, 2, { ...two, rows: 1, columns: 2, values: Float32Array.of(-3, 2, 1, 2) }, 2, 1); // the second row alone
  assert.deepEqual([...rows.subarray(0, 4)], [0, 0, -3, 2]);
});

test('levels are roots of shares of the largest, around 128', () => {
  const { values, most } = signedLevels(Float32Array.of(4, -1, 0, -4, 0, 0), 3);
  assert.deepEqual([...most], [4, 4]);
  assert.deepEqual([...values], [255, 128 - 63, 128, 1, 128, 128]);
});
