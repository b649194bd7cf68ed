import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { spanVotes } from '../../../webview/lab/why/spanVotes.ts';
import { layerGrid, outerGrid, strongestOf } from '../../../webview/lab/why/voteGrids.ts';
import { voteTables } from '../../../webview/lab/why/voteNumbers.ts';
import {
  headByKey,
  headsByToken,
  isCopied,
  isReader,
  keysByStrength,
  largestOf,
  partsOf,
  sharesOf,
} from '../../../webview/lab/why/voteParts.ts';
import { randomOf } from '../random.ts';

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
  mixing: [
    { kind: 'attention', heads: 2 },
    { kind: 'attention', heads: 2 },
  ],
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

test('heads of a state beside attention, and what goes around it, are parts of their layer, in the list and in the grid', () => {
  const beside = {
    kind: 'state',
    heads: matrix([0.0625], [-8]),
    headsByKey: matrix([0, 0.0625], [-6, -2]),
    votes: Float32Array.of(0.375, -4),
  } as const;
  const votes = { ...VOTES, beside };
  const [strongest, second] = partsOf(votes);
  assert.deepEqual(strongest, { ref: { kind: 'stateHead', layer: 1, head: 0 }, vote: -8 });
  assert.deepEqual(second, { ref: { kind: 'stateSkip', layer: 1 }, vote: -4 });
  const { columns, values, parts } = layerGrid(votes);
  assert.deepEqual([columns, values.slice(0, columns)], [6, [0.5, -2, 0.0625, 1.5, 0.375, 0]]);
  assert.deepEqual(parts[2], { kind: 'stateHead', layer: 0, head: 0 });
  assert.deepEqual(parts[4], { kind: 'stateSkip', layer: 0 });
  assert.deepEqual([...headByKey(votes, { kind: 'stateHead', layer: 1, head: 0 })], [-6, -2]);
  assert.deepEqual([...headsByToken(votes)], [2.25 - 6, -0.5 + 0.0625 - 2]);
});

test('layers without attention have the heads of their state, or a convolution, and no others', () => {
  const votes: TokenVotes = {
    ...VOTES,
    mixing: [
      { kind: 'convolution', heads: 1 },
      { kind: 'state', heads: 2 },
    ],
    heads: matrix([0.5, 0], [0.25, 3]),
    headsByKey: matrix([0.25, 0.25], [0, 0], [0, 0.25], [4, -1]),
  };
  const { parts, values } = layerGrid(votes);
  assert.deepEqual(parts.slice(0, 2), [{ kind: 'convolution', layer: 0 }, undefined]);
  assert.deepEqual(values.slice(0, 2), [0.5, Number.NaN]);
  assert.deepEqual(
    parts.slice(4, 6),
    [0, 1].map((head) => ({ kind: 'stateHead', layer: 1, head })),
  );
  assert.equal(strongestOf(layerGrid(votes)), 3);
  assert.deepEqual(
    partsOf(votes).flatMap(({ ref }) => (isReader(ref) ? [Object.values(ref).join(' ')] : [])),
    ['stateHead 1 1', 'convolution 0', 'stateHead 1 0'],
  );
  assert.deepEqual([...headByKey(votes, { kind: 'convolution', layer: 0 })], [0.25, 0.25]);
});

test('what is not shown by itself is one sum, and one alone is shown', () => {
  const all = partsOf(VOTES);
  const { shown, rest } = largestOf(all, 4);
  assert.deepEqual([shown.length, rest], [4, { count: 5, vote: 0.75 + 0.5 + 0.25 + 0.125 }]);
  assert.equal(largestOf(all, all.length - 1).rest, undefined);
});

test('the tokens that a head read from, and all heads together', () => {
  assert.deepEqual([...headByKey(VOTES, { kind: 'head', layer: 1, head: 1 })], [4, -1]);
  assert.deepEqual([...headsByToken(VOTES)], [2.25, -0.5]);
  assert.equal(headsByToken(VOTES), headsByToken(VOTES), 'not summed again for each draw');
  assert.deepEqual(keysByStrength([0.5, -2, 1]), [
    { token: 1, vote: -2 },
    { token: 2, vote: 1 },
    { token: 0, vote: 0.5 },
  ]);
  assert.deepEqual([...sharesOf([1, -4, 2])], [0.25, -1, 0.5]);
  assert.deepEqual([...sharesOf([0, 0])], [0, 0]);
});

/** <s>, a line of two sentences, and a line of one token. */
const SPANS = (
  [
    ['special', 0, 1, undefined],
    ['line', 1, 5, undefined],
    ['sentence', 1, 3, 1],
    ['sentence', 3, 5, 1],
    ['line', 5, 6, undefined],
  ] as const
).map(([kind, start, end, parent]) => ({ kind, parent, span: { start, end } as Span<TokenIndex> }));

test('the vote of a part is the sum over its tokens, which stand below the finest parts', () => {
  assert.deepEqual(
    spanVotes(SPANS, [4, 0.5, -2, 0.25, 1, -8]).map(({ kind, span: { start, end }, parent, vote }) =>
      [kind, start, end, parent, vote].join(' '),
    ),
    [
      ...['special 0 1  4', 'line 1 5  -0.25', 'sentence 1 3 1 -1.5', 'sentence 3 5 1 1.25', 'line 5 6  -8'],
      ...['token 1 2 2 0.5', 'token 2 3 2 -2', 'token 3 4 3 0.25', 'token 4 5 3 1'],
    ],
  );
});

test('what heads read of all parts is their whole vote, and so is what they read of the parts of each part', () => {
  const { next } = randomOf(3);
  const byKey = matrix(...Array.from({ length: 300 }, () => Array.from({ length: 6 }, () => next() - 0.5)));
  const heads = matrix(...Array.from({ length: 30 }, (_, layer) => headsIn(byKey, layer)));
  const votes = { ...VOTES, heads, headsByKey: byKey, spans: SPANS };
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-5, `${a} is not ${b}`);
  const parts = spanVotes(SPANS, headsByToken(votes));
  near(sumOf(parts.filter(({ parent }) => parent === undefined)), sumOf([...heads.values].map((vote) => ({ vote }))));
  for (const at of [1, 2, 3]) near(sumOf(parts.filter(({ parent }) => parent === at)), parts[at].vote);
  const head = { kind: 'head', layer: 7, head: 4 } as const;
  const ofHead = spanVotes(SPANS, headByKey(votes, head)).filter(({ parent }) => parent === undefined);
  near(sumOf(ofHead), heads.values[74]);
  const tokens = Array.from('abcdef', (text) => ({ text, bytes: [text.charCodeAt(0)] }) as unknown as Token);
  const table = voteTables(votes, tokens).find(({ id }) => id === 'votes-by-part') ?? assert.fail('no table');
  assert.deepEqual(table.rows[3], [3, 5, 'sentence', { text: 'de', bytes: [100, 101] }, parts[3].vote]);
  assert.equal(table.rows.length, SPANS.length);
});

const sumOf = (votes: readonly { readonly vote: number }[]) => votes.reduce((sum, { vote }) => sum + vote, 0);
/** Votes of ten heads, each the sum of its row. */
const headsIn = ({ values, columns }: Matrix, layer: number) =>
  Array.from({ length: 10 }, (_, head) => {
    const row = 10 * layer + head;
    return values.subarray(row * columns, (row + 1) * columns).reduce((sum, vote) => sum + vote, 0);
  });

test('a head copied where the token that it voted for is the one that it read most from', () => {
  const [strongest] = keysByStrength(headByKey(VOTES, { kind: 'head', layer: 1, head: 1 }));
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
