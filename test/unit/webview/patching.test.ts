// Patching: two texts side by side, what is measured of them, and shares of their difference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NextTokens } from '../../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { abridged, aligned, type Pair } from '../../../webview/lab/patching/alignment.ts';
import { copyOf } from '../../../webview/lab/patching/copyOf.ts';
import { metricOf, metricTokens } from '../../../webview/lab/patching/metric.ts';
import { differ, mostOf, restored, shareInWords, strongest } from '../../../webview/lab/patching/restored.ts';
import { textOf } from '../../../webview/lab/patching/textOf.ts';

const written = (pairs: readonly Pair[]) =>
  pairs.map(({ ours = '-', theirs = '-', isSame }) => `${ours}${isSame ? '=' : '/'}${theirs}`).join(' ');

for (const [ours, theirs, expected] of [
  [[1, 2, 3], [1, 9, 3], '0=0 1/1 2=2'],
  [[1, 2, 3], [2, 3, 1], '0/0 1/1 2/2'],
  [[1, 2, 3], [1, 2, 8, 3], '0=0 1=1 -/2 2=3'],
  [[1, 2, 3, 4], [1, 9, 4], '0=0 1/1 2/- 3=2'],
  [[1, 2, 3, 4, 5], [1, 3, 7, 5, 6, 5], '0=0 1/- 2=1 3/2 -/3 -/4 4=5'],
  [[], [1], '-/0'],
  [[1, 1], [1], '0=0 1/-'],
] as const) {
  test(`${ours} beside ${theirs}`, () => assert.equal(written(aligned(ours, theirs)), expected));
}

test('every token of both rows is there once and in order, whatever they are', () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let round = 0; round < 200; round++) {
    const row = () => Array.from({ length: random(12) }, () => random(4));
    const [a, b] = [row(), row()];
    const pairs = aligned(a, b);
    const places = (side: 'ours' | 'theirs') => pairs.flatMap((pair) => pair[side] ?? []);
    assert.deepEqual([places('ours'), places('theirs')], [[...a.keys()], [...b.keys()]], `${a} | ${b}`);
    for (const { ours, theirs, isSame } of pairs)
      if (isSame) assert.equal(a[ours ?? -1], b[theirs ?? -1], `${a} | ${b}`);
  }
});

test('long stretches of same tokens become their number', () => {
  const ids = Array.from({ length: 20 }, (_, i) => i);
  const shown = abridged(aligned(ids, ids.with(10, 99)));
  assert.deepEqual([shown.at(0), shown.length, shown.at(-1)], [7, 9, 6]);
  assert.deepEqual(abridged(aligned([1, 2], [1, 2])), [2]);
});

const next = (...candidates: readonly (readonly [number, number])[]) =>
  ({ candidates: candidates.map(([id, probability]) => ({ id, probability })) }) as unknown as NextTokens;

test('what the other text expects less what this one expects; where that is the same, what gains most', () => {
  const ours = next([1, 0.5], [2, 0.25], [3, 0.125]);
  assert.deepEqual(metricOf(ours, next([2, 0.5], [1, 0.25]), {}), { plus: 2, minus: 1 });
  assert.deepEqual(metricOf(ours, next([1, 0.4], [2, 0.3], [3, 0.2]), {}), { plus: 3, minus: 1 });
  assert.deepEqual(
    metricTokens(ours, next([2, 0.5], [7, 0.25])).map(({ id }) => id),
    [2, 7, 1, 3],
  );
});

test('the reader’s choice stays while it is on offer, and the two tokens are never the same', () => {
  const ours = next([1, 0.5], [2, 0.25]);
  const theirs = next([3, 0.5], [2, 0.25]);
  assert.deepEqual(metricOf(ours, theirs, { plus: 2, minus: 3 }), { plus: 2, minus: 3 });
  assert.deepEqual(metricOf(ours, theirs, { plus: 99, minus: 98 }), { plus: 3, minus: 1 });
  assert.deepEqual(metricOf(ours, theirs, { plus: 1 }), { plus: 3, minus: 1 });
});

test('a share is 0 where the copy changes nothing, 1 where it brings the other text, and no number before it is measured', () => {
  const metrics = Float32Array.of(-2, -2, 6, -2, -4, Number.NaN);
  const grid = { layers: 2, columns: 3, metrics, base: -2, source: 6, left: 1 };
  const cells = restored(grid, 1);
  assert.deepEqual([cells.rows, cells.columns, [...cells.values]], [2, 2, [0, 1, -0.25, Number.NaN]]);
  assert.equal(mostOf(cells), 1);
  assert.equal(mostOf({ ...cells, values: Float64Array.of(-1.5, Number.NaN) }), 1.5);
  assert.deepEqual(strongest(cells, 2), [1, 0]);
  assert.deepEqual([0.834, -0.021, 1.204, 0, -0.001].map(shareInWords), ['83 %', '−2 %', '120 %', '0 %', '0 %']);
  assert.deepEqual([differ(grid), differ({ base: 1, source: 1.001 })], [true, false]);
});

test('the text of tokens: parts of characters together, without marks and the space of a tokenizer', () => {
  const token = (bytes: readonly number[], start: number, end: number, special = false) =>
    ({ bytes, byteSpan: { start, end }, special }) as unknown as Token;
  const [first, second] = [[0xe8, 0xb2], [0x93]];
  assert.equal(textOf([token([60], 0, 0, true), token(first, 0, 2), token(second, 2, 3)]), '貓');
  assert.equal(textOf([token([32, 97], 0, 1), token([32, 98], 1, 3)]), 'a b');
  assert.equal(textOf([token([32, 97], 0, 2)]), ' a');
});

test('a space stands where the tokenizer dropped what lies between two words', () => {
  const token = (text: string, start: number, special = false) =>
    ({ bytes: [...Buffer.from(text)], byteSpan: { start, end: start + text.length }, special }) as unknown as Token;
  const words = [
    token('', 0, true),
    token('cat', 4),
    token('s', 7),
    token('sat', 9),
    token('.', 12),
    token('', 13, true),
  ];
  assert.equal(textOf(words), 'cats sat.');
  assert.equal(textOf([token('a', 0), token(' b', 2)]), 'a b'); // two spaces that became one
});

test('a cell is a change: the same place of the other text', () => {
  assert.deepEqual(copyOf({ kind: 'mlp', source: 'b' }, 2, 4), {
    kind: 'copy',
    what: { kind: 'mlp', layer: 2 },
    token: 4,
    from: { text: 'b', token: 4 },
  });
});

test('a cell of heads is one head at all places', () => {
  const what = { kind: 'head', layer: 2, head: 4 };
  assert.deepEqual(copyOf({ kind: 'head', source: 'b' }, 2, 4), { kind: 'copy', what, from: { text: 'b' } });
});

test('where a word was masked in both texts, the copy comes from the masked one', () => {
  const masked = 3 as TokenIndex;
  assert.deepEqual(copyOf({ kind: 'mlp', source: 'b', masked }, 2, 4), {
    kind: 'copy',
    what: { kind: 'mlp', layer: 2 },
    token: 4,
    from: { text: 'b', token: 4, masked },
  });
});
