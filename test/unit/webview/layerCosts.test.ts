// What each kind of layer costs, by hand, and how its formula is written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOfText } from '../../../webview/stops/cost.ts';
import { asRunHere, asTheModelRuns, type LayerGroup, layerGroups } from '../../../webview/stops/longText/layerCosts.ts';
import { groupName, keptFormula, layersOf, productsFormula } from '../../../webview/stops/longText/layerCostWords.ts';

const heads = { heads: 6, keyValueHeads: 2, dHead: 8, dValue: 4 };
const none = { heads: 0, keyValueHeads: 0, dHead: 0, dValue: 0 };
const state = { heads: 4, groups: 2, dState: 3, dValue: 5, mapWeights: 100 };
const convolution = { kernel: 4, channels: 7 };
/** A state behind a convolution, attention, attention within 3 tokens twice, a state, a convolution, keys of layer 1. */
const model = {
  layerHeads: [none, heads, heads, heads, none, none, { ...heads, keysOf: 1 }],
  windows: [null, null, 3, 3, null, null, null],
  states: [state, null, null, null, state, null, null],
  convolutions: [convolution, null, null, null, convolution, { kernel: 3, channels: 6 }, null],
  ...{ dModel: 6, inner: 24, layerInner: undefined, layerInputs: undefined, gatedMlp: false, experts: undefined },
  ...{ vocabSize: 10, embeddingWidth: 6, bidirectional: false, predicts: 'next' as const },
};
const groups = layerGroups(model);
const [ofState, attention, windowed, ofConvolution, sharing] = groups;

test('layers of one kind and size are one group', () => {
  assert.deepEqual(
    groups.map(({ kind, layers }) => [kind, layers]),
    [
      ['state', [0, 4]],
      ['attention', [1]],
      ['attention', [2, 3]],
      ['convolution', [5]],
      ['attention', [6]],
    ],
  );
});

test('five tokens as the model runs, by hand', () => {
  const costs = groups.map((group) => Object.values(asTheModelRuns(group, 5)));
  assert.deepEqual(costs, [
    [2 * (3 * 4 * 3 * 5 + 4 * 7) * 5, 2 * (4 * 3 * 5 + 3 * 7)],
    [6 * 12 * 15, 2 * 12 * 5],
    [2 * 6 * 12 * (1 + 2 + 3 + 3 + 3), 2 * (2 * 12 * 3)],
    [3 * 6 * 5, 2 * 6],
    [6 * 12 * 15, 0],
  ]);
});

test('five tokens as they are run here, by hand', () => {
  const costs = groups.map((group) => Object.values(asRunHere(group, 5)));
  assert.deepEqual(costs, [
    [2 * (2 * 3 + 4 * 5) * 15, 2 * (2 * 3 + 4 * 5 + 4 + 7) * 5],
    [6 * 12 * 15, 2 * 12 * 5],
    [2 * 6 * 12 * 12, 2 * (2 * 12) * 5],
    [0, 6 * 5],
    [6 * 12 * 15, 0],
  ]);
  assert.equal(4 * sum(groups, 5, 'kept'), costOfText(model, 5).cacheBytes);
});

test('a state costs the same for every token, however long the text', () => {
  const [short, long] = [asTheModelRuns(ofState, 10), asTheModelRuns(ofState, 1000)];
  assert.equal(long.kept, short.kept);
  assert.equal(long.multiplications, 100 * short.multiplications);
  assert.ok(asRunHere(ofState, 1000).multiplications > 9000 * asRunHere(ofState, 10).multiplications);
});

test('a layer may have attention and a state beside it', () => {
  const both: LayerGroup = { ...attention, state, convolution };
  assert.equal(groupName(both), 'attention beside a state');
  assert.equal(asTheModelRuns(both, 5).multiplications, 6 * 12 * 15 + (3 * 60 + 28) * 5);
  assert.equal(value(productsFormula(both), 5), asTheModelRuns(both, 5).multiplications);
  assert.equal(value(keptFormula(both), 5), 4 * asTheModelRuns(both, 5).kept);
});

test('where tokens see what is behind them, pairs count in both directions, and all is kept', () => {
  const bothWays: LayerGroup = { ...windowed, bidirectional: true };
  assert.deepEqual(Object.values(asTheModelRuns(bothWays, 5)), [2 * 6 * 12 * (2 + 3 + 3 + 3 + 2), 2 * (2 * 12) * 5]);
  const whole: LayerGroup = { ...attention, bidirectional: true };
  assert.equal(asTheModelRuns(whole, 5).multiplications, 6 * 12 * 25);
  assert.equal(value(productsFormula(whole), 5), asTheModelRuns(whole, 5).multiplications);
  assert.equal(value(keptFormula(bothWays), 5), 4 * asTheModelRuns(bothWays, 5).kept);
});

test('formulas give what is counted', () => {
  const n = 5;
  for (const [group, pairs] of [
    [ofState, 15],
    [attention, 15],
    [windowed, 12],
    [ofConvolution, 15],
    [sharing, 15],
  ] as const) {
    assert.equal(
      value(productsFormula(group).replace('pairs within 3', String(pairs)), n),
      asTheModelRuns(group, n).multiplications,
    );
    assert.equal(value(keptFormula(group), n), 4 * asTheModelRuns(group, n).kept);
  }
  assert.deepEqual(groups.map(groupName), [
    'state, 4 heads',
    'attention',
    'attention, window of 3',
    'convolution',
    'attention, shared keys',
  ]);
  assert.deepEqual([layersOf(attention), layersOf(windowed)], ['Layer 1', '2 layers: 2, 3']);
  assert.equal(layersOf({ ...windowed, layers: [1, 2, 3, 4, 5, 6, 7, 8] }), '8 layers: 1, 2, 3, 4, 5, 6, …');
});

function sum(of: readonly LayerGroup[], n: number, what: 'kept' | 'multiplications'): number {
  return of.reduce((total, group) => total + asRunHere(group, n)[what], 0);
}

/** Only +, ·, /, min and brackets. */
function value(formula: string, n: number): number {
  const script = formula.replaceAll('·', '*').replace('n(n + 1)', 'n*(n + 1)').replace('min', 'Math.min');
  assert.match(script, /^[\d\s()*+/n,Mathmi.]+$/);
  return new Function('n', `return ${script}`)(n);
}
