// What is drawn of an answer about routing, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Routing } from '../../../src/contract/experts.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import {
  canBeOff,
  expertAt,
  loadOverLayers,
  nearestLayer,
  picksOf,
  picksOverLayers,
  routedSpan,
  spreadOf,
  tokensOf,
  weightsOf,
} from '../../../webview/stops/block/routed.ts';

const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
/** Tokens 5, 6 and 7 with two of four experts each, in layers 1 and 3. */
const ROUTING: Routing = {
  tokens: span(5, 8),
  experts: 4,
  chosen: 2,
  layers: [
    {
      layer: 1,
      ids: Float32Array.of(2, 0, 2, 1, 0, 2),
      weights: Float32Array.of(0.75, 0.25, 0.875, 0.125, 0.5, 0.5),
      load: Float32Array.of(2, 1, 3, 0),
      weightedLoad: Float32Array.of(0.75, 0.125, 2.125, 0),
    },
    {
      layer: 3,
      ids: Float32Array.of(3, 1, 3, 1, 3, 1),
      weights: Float32Array.of(1, 0, 1, 0, 0.75, 0.25),
      load: Float32Array.of(0, 3, 0, 3),
      weightedLoad: Float32Array.of(0, 0.25, 0, 2.75),
    },
  ],
};
const [first] = ROUTING.layers;

test('of a long text 256 tokens are asked for, at least 128 of them before the selected one', () => {
  for (const [at, length, start, end] of [
    [0, 20, 0, 20],
    [200, 250, 0, 250],
    [255, 1000, 0, 256],
    [256, 1000, 128, 384],
    [300, 1000, 128, 384],
    [999, 1000, 768, 1000],
  ])
    assert.deepEqual(routedSpan(at as TokenIndex, length), { start, end });
});

test('a part of the tokens has its own picks', () => {
  const { each, columns, strengths } = picksOf(ROUTING, first, span(6, 8));
  assert.deepEqual(
    [each, [...Array.from(columns)], [...Array.from(strengths)]],
    [2, [2, 1, 0, 2], [0.875, 0.125, 0.5, 0.5]],
  );
});

test('one token has a row of picks for each layer with experts', () => {
  assert.deepEqual(picksOverLayers(ROUTING, 7 as TokenIndex), {
    each: 2,
    columns: [0, 2, 3, 1],
    strengths: [0.5, 0.5, 0.75, 0.25],
  });
});

test('the tokens of an expert begin with the one of the largest weight', () => {
  assert.deepEqual(tokensOf(ROUTING, first, 2), [
    { token: 6, weight: 0.875 },
    { token: 5, weight: 0.75 },
    { token: 7, weight: 0.5 },
  ]);
  assert.deepEqual(tokensOf(ROUTING, first, 3), []);
});

test('the load is held beside even use', () => {
  assert.deepEqual(spreadOf(first), { choices: 6, even: 1.5, busiest: 2, idle: 1 });
});

test('the chosen expert holds in its layer; in others it is the first of the token', () => {
  const at = 6 as TokenIndex; // picked 2 and 1
  assert.equal(expertAt(ROUTING, first, at, undefined), 2);
  assert.equal(expertAt(ROUTING, first, at, { layer: 1, expert: 3 }), 3);
  assert.equal(expertAt(ROUTING, first, at, { layer: 3, expert: 3 }), 2);
});

test('the shares of a layer sum to 1, a row for each layer', () => {
  const { each, columns, strengths } = loadOverLayers(ROUTING);
  assert.equal(each, 4);
  assert.deepEqual(columns, [0, 1, 2, 3, 0, 1, 2, 3]);
  assert.deepEqual(
    Array.from(strengths),
    [2, 1, 3, 0, 0, 3, 0, 3].map((count) => count / 6),
  );
});

test('tokens of the text that did not get an expert have no weight', () => {
  assert.deepEqual([...weightsOf(ROUTING, first, 2, 9)], [0, 0, 0, 0, 0, 0.75, 0.875, 0.5, 0]);
});

test('the nearest layer with experts is the lower of two', () => {
  assert.equal(nearestLayer([true, false, true], 1), 0);
  assert.equal(nearestLayer([false, false, false, true], 0), 3);
});

test('an expert can be off only where more are left than a token gets', () => {
  assert.equal(canBeOff({ experts: 4, chosen: 4 }), false);
  assert.equal(canBeOff({ experts: 5, chosen: 4 }), true);
});
