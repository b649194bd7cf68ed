import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { layerGrid, outerGrid, strongestOf } from '../../../webview/lab/why/voteGrids.ts';
import {
  headByKey,
  headsByToken,
  isCopied,
  keysByStrength,
  largestOf,
  partsOf,
  sharesOf,
} from '../../../webview/lab/why/voteParts.ts';

const matrix = (...rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0].length,
  values: Float32Array.from(rows.flat()),
});

/** Two layers of two heads at position 1: halves and quarters, which floats hold exactly. */
const VOTES = {
  target: { id: 7 },
  tokenEmbedding: -1,
  positionEmbedding: 0,
  headless: [],
  heads: matrix([0.5, -2], [0.25, 3]),
  headsByKey: matrix([0.25, 0.25], [-2, 0], [0, 0.25], [4, -1]),
  attentionBiases: Float32Array.of(0, 0.125),
  mlps: Float32Array.of(1.5, 0),
  normBias: 0.75,
  unembeddingBias: 0,
} as unknown as TokenVotes;

test('all parts, the strongest first, and constants only where there are some', () => {
  assert.deepEqual(
    partsOf(VOTES).map(({ ref, vote }) => [Object.values(ref).join(' '), vote]),
    [
      ['head 1 1', 3],
      ['head 0 1', -2],
      ['mlp 0', 1.5],
      ['token', -1],
      ['normBias', 0.75],
      ['head 0 0', 0.5],
      ['head 1 0', 0.25],
      ['attentionBias 1', 0.125],
      ['mlp 1', 0],
    ],
  );
});

test('a state beside the heads is a part of its layer, in the list and in the grid', () => {
  const beside = { kind: 'state', votes: Float32Array.of(0.375, -4) } as const;
  const [strongest] = partsOf({ ...VOTES, beside });
  assert.deepEqual(strongest, { ref: { kind: 'state', layer: 1 }, vote: -4 });
  const { columns, values, parts } = layerGrid({ ...VOTES, beside });
  assert.deepEqual([columns, values.slice(0, columns)], [5, [0.5, -2, 1.5, 0.375, 0]]);
  assert.deepEqual(parts[3], { kind: 'state', layer: 0 });
});

test('what is not shown by itself is one sum, and one alone is shown', () => {
  const all = partsOf(VOTES);
  const { shown, rest } = largestOf(all, 4);
  assert.deepEqual([shown.length, rest], [4, { count: 5, vote: 0.75 + 0.5 + 0.25 + 0.125 }]);
  assert.equal(largestOf(all, all.length - 1).rest, undefined);
});

test('the tokens that a head read from, and all heads together', () => {
  assert.deepEqual([...headByKey(VOTES, 1, 1)], [4, -1]);
  assert.deepEqual([...headsByToken(VOTES)], [2.25, -0.5]);
  assert.deepEqual(keysByStrength([0.5, -2, 1]), [
    { token: 1, vote: -2 },
    { token: 2, vote: 1 },
    { token: 0, vote: 0.5 },
  ]);
  assert.deepEqual([...sharesOf([1, -4, 2])], [0.25, -1, 0.5]);
  assert.deepEqual([...sharesOf([0, 0])], [0, 0]);
});

test('a head copied where the token that it voted for is the one that it read most from', () => {
  const [strongest] = keysByStrength(headByKey(VOTES, 1, 1));
  assert.ok(isCopied(VOTES, strongest, [7, 5]));
  assert.ok(!isCopied(VOTES, strongest, [5, 7]));
  assert.ok(!isCopied(VOTES, { token: 0, vote: -4 }, [7, 5])); // it voted against its own source
});

test('the grids hold every part once, and have one scale', () => {
  const layers = layerGrid(VOTES);
  assert.deepEqual([layers.rows, layers.columns], [2, 4]);
  assert.deepEqual([...layers.values], [0.5, -2, 1.5, 0, 0.25, 3, 0, 0.125]);
  assert.deepEqual(layers.parts[6], { kind: 'mlp', layer: 1 });
  const outer = outerGrid(VOTES, false);
  assert.deepEqual(outer.parts, [{ kind: 'token' }, { kind: 'normBias' }]);
  assert.deepEqual(outerGrid(VOTES, true).parts[1], { kind: 'position' });
  assert.equal(strongestOf(layers, outer), 3);
});

test('a model without biases behind its heads has no column for them', () => {
  const { columns, values } = layerGrid({ ...VOTES, attentionBiases: new Float32Array(2) });
  assert.deepEqual([columns, [...values]], [3, [0.5, -2, 1.5, 0.25, 3, 0]]);
});
