// What if: changes in sentences, and what is shown of answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NextTokens } from '../../../src/contract/readings.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import { changeInWords } from '../../../webview/lab/whatIf/changeWords.ts';
import { examplesOf } from '../../../webview/lab/whatIf/examples.ts';
import { firstDifference } from '../../../webview/lab/whatIf/followingView.ts';
import { direction, pairsOf } from '../../../webview/lab/whatIf/pairs.ts';
import { surprisalChange } from '../../../webview/lab/whatIf/surprisalChange.ts';
import { cutEdge, switchedOff } from '../../../webview/stops/attention/whatIfOffers.ts';
import { at, HEAD, HIDDEN, PUSH, shown, span, TOKENS } from './changeSamples.ts';

for (const [change, words] of [
  [HEAD, 'Head 2.5 off'],
  [{ ...HEAD, factor: 0.5 }, 'Head 2.5 × 0.5'],
  [{ kind: 'mean', part: { kind: 'mlp', layer: 3 } }, 'Feed-forward of layer 3 set to its mean'],
  [{ kind: 'scale', part: { kind: 'attention', layer: 1 }, factor: 2 }, 'Attention of layer 1 × 2'],
  [HIDDEN, '“·girl” hidden from all later tokens'],
  [{ kind: 'hide', span: span(0, 3) }, '“The” to “·ran” hidden from all later tokens'],
  [{ kind: 'hide', span: span(1, 2), layer: 1 }, 'Layer 1: “·girl” hidden from all later tokens'],
  [{ kind: 'hide', span: span(1, 2), query: at(3) }, 'Position 3 no longer attends to “·girl”'],
  [
    { kind: 'hide', span: span(1, 2), query: at(3), layer: 1, head: 2 },
    'Layer 1, head 2: position 3 no longer attends to position 1',
  ],
  [{ kind: 'token', token: at(1), id: 9 }, '“·girl” at position 1 replaced by “·boy”'],
  [PUSH, '+2.0 × (embedding of “·boy”) before layer 4, at all positions'],
  [
    {
      kind: 'direction',
      layer: 6,
      token: at(2),
      direction: { kind: 'texts', toward: 'glad', away: 'sad' },
      strength: -0.5,
    },
    '−0.5 × (“glad” − “sad”) behind the last layer, at position 2',
  ],
  [
    {
      kind: 'copy',
      what: { kind: 'residual', layer: 2 },
      token: at(1),
      from: { text: 'The boy ran home', token: at(1) },
    },
    'Stream before layer 2 at position 1, “·girl”, copied from “The·boy·ran·home”',
  ],
  [
    { kind: 'copy', what: { kind: 'head', layer: 2, head: 3 }, from: { text: 'The boy ran home' } },
    'Head 2.3 at all positions copied from “The·boy·ran·home”',
  ],
] as const satisfies readonly (readonly [Change, string])[]) {
  test(words, () =>
    assert.equal(changeInWords({ change, token: shown(' boy') }, { tokens: TOKENS, layers: 6 }), words),
  );
}

const next = (...candidates: readonly (readonly [number, number])[]) =>
  ({
    candidates: candidates.map(([id, probability]) => ({ id, probability, ...shown(`t${id}`) })),
    after: 3,
  }) as unknown as NextTokens;

test('both distributions as one list: what is missing in one is below its least', () => {
  const {
    shown: pairs,
    least,
    most,
  } = pairsOf(next([1, 0.5], [2, 0.25], [3, 0.125]), next([3, 0.75], [1, 0.0625], [4, 0.03125]), 2);
  assert.deepEqual(
    pairs.map(({ token, before, after }) => [token.id, before, after]),
    [
      [3, 0.125, 0.75],
      [1, 0.5, 0.0625],
      [2, 0.25, undefined],
    ],
  );
  assert.deepEqual([least, most], [{ before: 0.125, after: 0.03125 }, 0.75]);
  assert.deepEqual(pairs.map(direction), [1, -1, -1]);
  assert.equal(direction({ token: pairs[0].token, before: 0.9, after: 0.92 }), 0);
});

test('surprise: the strongest first, small changes in no line, and a tint as weak as they are', () => {
  const of = (...bits: number[]) => Float32Array.from(bits);
  const some = surprisalChange({ before: of(0, 2, 3, 1), after: of(0, 1.5, 7, 1.015625) });
  assert.deepEqual([[...some.changes], some.order, some.strongest], [[0, -0.5, 4, 0.015625], [2, 1], 4]);
  assert.deepEqual([...some.shares], [0, -0.125, 1, 0.00390625]);
  assert.equal(some.mean, 3.515625 / 3);
  assert.deepEqual([...surprisalChange({ before: of(0, 2), after: of(0, 2.25) }).shares], [0, 0.25]);
});

test('the first difference of two texts, also where one ends before the other', () => {
  const ids = (...some: number[]) => some.map((id) => ({ id }));
  assert.deepEqual(
    [
      firstDifference(ids(1, 2, 3), ids(1, 5, 3)),
      firstDifference(ids(1), ids(1, 2)),
      firstDifference(ids(1, 2), ids(1)),
      firstDifference(ids(1), ids(1)),
    ],
    [1, 1, 1, undefined],
  );
});

test('examples are the longest word before the token and its second candidate, or what every text has', () => {
  const situation = { tokens: TOKENS, at: at(3), layers: 6, next: next([1, 0.5], [2, 0.25]) };
  assert.deepEqual(
    examplesOf(situation).map(({ change }) => change),
    [
      { kind: 'scale', part: { kind: 'head', layer: 0, head: 0 }, factor: 0 },
      { kind: 'hide', span: { start: 1, end: 2 } },
      { kind: 'direction', layer: 3, direction: { kind: 'embedding', id: 2 }, strength: 1 },
    ],
  );
  const parts = examplesOf({ ...situation, at: at(0), next: undefined }).map(({ change }) => change.kind);
  assert.deepEqual(parts, ['scale', 'scale', 'scale']);
});

test('only a single head can be switched off, and only a token that is not the query itself be cut off from it', () => {
  assert.deepEqual(switchedOff({ layer: 2, head: 5 }), HEAD);
  assert.equal(switchedOff({ layer: 2, head: 'mean' }), undefined);
  assert.deepEqual(cutEdge({ layer: 1, head: 2 }, at(3), at(1)), {
    kind: 'hide',
    span: span(1, 2),
    query: 3,
    layer: 1,
    head: 2,
  });
  assert.equal(cutEdge({ layer: 1, head: 2 }, at(3), at(3)), undefined);
  assert.equal(cutEdge({ layer: 1, head: 'max' }, at(3), at(1)), undefined);
});
