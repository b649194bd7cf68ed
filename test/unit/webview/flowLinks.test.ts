import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flow, FlowEdge } from '../../../src/contract/flow.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { flowLinks, reachedTokens } from '../../../webview/lab/why/flowLinks.ts';

const at = (index: number) => index as TokenIndex;
const EDGES: readonly FlowEdge[] = [
  { kind: 'mlp', half: 'mlp', layer: 1, from: at(7), to: at(7), share: 0.25 },
  { kind: 'residual', half: 'mlp', layer: 1, from: at(7), to: at(7), share: 0.75 },
  { kind: 'head', half: 'attention', layer: 1, head: 3, from: at(2), to: at(7), share: 0.5 },
  { kind: 'residual', half: 'attention', layer: 0, from: at(2), to: at(2), share: 1 },
];
const FLOW: Flow = { position: at(7), layers: 2, parallel: false, threshold: 0.04, edges: EDGES };

test('the tokens that are reached have a column each, the one that predicts among them', () => {
  assert.deepEqual(reachedTokens(FLOW), [2, 7]);
  assert.deepEqual(reachedTokens({ ...FLOW, edges: [] }), [7]);
});

test('a layer is two levels, attention below the feed-forward', () => {
  assert.deepEqual(
    flowLinks(FLOW, [at(2), at(7)]).map(({ look, from, to, weight }) => [
      look,
      [from.column, from.level],
      [to.column, to.level],
      weight,
    ]),
    [
      ['mark', [1, 3], [1, 4], 0.25],
      ['quiet', [1, 3], [1, 4], 0.75],
      ['strong', [0, 2], [1, 3], 0.5],
      ['quiet', [0, 0], [0, 1], 1],
    ],
  );
});
