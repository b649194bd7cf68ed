// What is drawn and said of layers without attention: kinds of layers, heads to choose from, maps, words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateMaps } from '../../../src/contract/stateReadings.ts';
import { rowOf } from '../../../webview/state/attentionRow.ts';
import {
  hasHead,
  headAt,
  headsIn,
  insteadOfHeads,
  layerKinds,
  mixingName,
  mostHeads,
} from '../../../webview/state/headless.ts';
import { layerThumbs, stateGridOf } from '../../../webview/stops/attention/stateGrids.ts';
import { halfLife, whyLinear } from '../../../webview/stops/attention/stateWords.ts';

const none = { heads: 0, keyValueHeads: 0, dHead: 0, dValue: 0 };
const state = { heads: 5, groups: 1, dState: 8, dValue: 16, mapWeights: 1 };
/** A state of five heads, attention of two, a convolution. */
const model = {
  layerHeads: [none, { heads: 2, keyValueHeads: 2, dHead: 1, dValue: 1 }, none],
  states: [state, null, null],
};

test('layers are of three kinds, and those with heads have some to choose from', () => {
  assert.deepEqual(layerKinds(model), ['state', 'attention', 'convolution']);
  assert.equal(layerKinds(model), layerKinds(model));
  assert.deepEqual(
    [0, 1, 2].map((layer) => headsIn(model, layer)),
    [5, 2, 0],
  );
  assert.equal(mostHeads(model), 5);
  assert.ok(
    hasHead(model, { layer: 0, head: 4 }) &&
      !hasHead(model, { layer: 1, head: 2 }) &&
      !hasHead(model, { layer: 2, head: 0 }),
  );
  assert.deepEqual(headAt(model, 0, 4), { layer: 0, head: 4 });
  assert.deepEqual(headAt(model, 1, 4), { layer: 1, head: 'mean' });
  assert.ok(hasHead(model, { layer: 2, head: 'max' }) && !hasHead(model, { layer: 3, head: 'max' }));
  assert.equal(insteadOfHeads(model, 1), undefined);
});

test('the stop is called by what some layer does: attention, where it is anywhere', () => {
  assert.equal(mixingName(layerKinds(model)), 'Attention');
  assert.equal(mixingName(['state', 'state']), 'State');
  assert.equal(mixingName([]), 'Attention'); // before a model is known
});

test('a head that only a state has attends to nothing', () => {
  const rows = { token: 1, layers: 3, heads: 2, values: Float32Array.from({ length: 12 }, () => 0.5) } as never;
  assert.deepEqual([...rowOf(rows, { layer: 0, head: 4 })], [0, 0]);
});

const maps: StateMaps = {
  ...{ layer: 0, heads: 5, size: 1 },
  values: Uint8Array.of(255, 1, 128, 128 + 64, 128, 128, 1),
  most: Float32Array.of(4, 2, 1, 8, 1, 1, 3),
};

test('levels are weights again, of their own scale', () => {
  const weight = (map: number) => stateGridOf(maps, map).values[0];
  assert.deepEqual([weight(0), weight(1), weight(2), weight(6)], [4, -2, 0, -3]);
  assert.ok(Math.abs(weight(3) - 8 * (64 / 127) ** 2) < 1e-6);
  assert.equal(stateGridOf(maps, 3), stateGridOf(maps, 3));
});

test('small maps stand in the column of their head, and mean and strongest at the end', () => {
  const attention = { layers: 3, heads: 2, size: 1, values: Float32Array.of(0, 0, 0.25, 0.75, 0, 0) };
  const thumbs = layerThumbs({ attention, states: [maps] }, model);
  const row = (layer: number) => Array.from({ length: 7 }, (_, column) => thumbs(layer, column)?.[0]);
  assert.deepEqual(
    row(0).map((share) => share && Math.sign(share)),
    [1, -1, 0, 1, 0, 0, -1],
  );
  assert.deepEqual(row(1), [0.25, 0.75, undefined, undefined, undefined, 0.5, 0.75]);
  assert.deepEqual(row(2), Array(7).fill(undefined));
  assert.deepEqual(
    [0, 1].map((layer) => layerThumbs({ attention: undefined, states: undefined }, model)(layer, 0)),
    [undefined, undefined],
  );
});

test('half of a part is left after ln 2 / -mean log α tokens', () => {
  assert.equal(halfLife([0.5, 0.5]), 1);
  assert.ok(Math.abs((halfLife([1, 0.25]) ?? 0) - 1) < 1e-12);
  assert.deepEqual([halfLife([1, 1]), halfLife([0, 0.5]), halfLife([])], [undefined, undefined, undefined]);
});

test('why the cost is linear is said with the numbers of the model', () => {
  const said = whyLinear(state, 24);
  for (const number of ['5 × 8 × 16 = 640', '88 numbers a token', '2,112 for the 24 tokens', 'from 8 tokens on'])
    assert.ok(said.includes(number), said);
});
