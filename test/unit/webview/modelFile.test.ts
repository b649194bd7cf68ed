// What the editor of models' files computes for itself: rows of tables, bars of histograms, sums of comparisons, words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileTensor } from '../../../src/contract/modelFile.ts';
import type { TokenDifference } from '../../../src/contract/modelFileApi.ts';
import { histogramBars, placeOf } from '../../../webview/charts/histogramLayout.ts';
import { rangesText } from '../../../webview/modelFile/drawingWords.ts';
import { gridKey } from '../../../webview/modelFile/gridKeys.ts';
import { typesText } from '../../../webview/modelFile/header.ts';
import { nextSort, shapeText, shownTensors } from '../../../webview/modelFile/tensorRows.ts';
import { isChanged, textDifferenceFacts } from '../../../webview/modelFile/textDifferenceFacts.ts';
import { formatBytes } from '../../../webview/text/l10n.ts';

function tensor(name: string, type: string, shape: readonly number[], offset: number): FileTensor {
  const weights = shape.reduce((product, size) => product * size, 1);
  return { name, type, shape, weights, bytes: 4 * weights, offset, part: 0 };
}
const TENSORS = [
  tensor('blk.10.attn_q.weight', 'Q4_K', [64, 32], 300),
  tensor('blk.9.attn_q.weight', 'Q6_K', [64, 32], 200),
  tensor('norm', 'F32', [32], 100),
];
const shown = (text: string, sort?: Parameters<typeof shownTensors>[2]) => shownTensors(TENSORS, text, sort);

test('every word has to be in the name, the type or the shape', () => {
  assert.deepEqual(shown(''), [0, 1, 2]);
  assert.deepEqual(shown('ATTN q6'), [1]);
  assert.deepEqual(shown('64×32'), [0, 1]);
  assert.deepEqual(shown('64x32 blk.9'), [1]);
  assert.deepEqual(shown('bias'), []);
});

test('numbers in names are sorted by their size, and what is equal stays as in the file', () => {
  assert.deepEqual(shown('', { column: 'name', descending: false }), [1, 0, 2]);
  assert.deepEqual(shown('', { column: 'shape', descending: true }), [0, 1, 2]);
  assert.deepEqual(shown('', { column: 'offset', descending: false }), [2, 1, 0]);
});

test('a heading sorts one way, then the other, then not at all', () => {
  const first = nextSort(undefined, 'bytes');
  assert.deepEqual(first, { column: 'bytes', descending: true });
  const second = nextSort(first, 'bytes');
  assert.deepEqual(second, { column: 'bytes', descending: false });
  assert.equal(nextSort(second, 'bytes'), undefined);
  assert.deepEqual(nextSort(first, 'name'), { column: 'name', descending: false });
});

test('a number without axes has a shape, too', () => {
  assert.deepEqual([shapeText([]), shapeText([3]), shapeText([3, 4])], ['1', '3', '3 × 4']);
});

test('bars are as high as their counts, or as logarithms, and the highest fills the height', () => {
  const size = { width: 40, height: 10 };
  assert.deepEqual(
    histogramBars([1, 4, 0, 2], size, false).map(({ height }) => height),
    [2.5, 10, 0, 5],
  );
  const [one, many] = histogramBars([1, 1_000_000], size, true);
  assert.ok(one.height > 0.4 && many.height === 10);
  assert.deepEqual(
    histogramBars([0, 0], size, false).map(({ height }) => height),
    [0, 0],
  );
});

test('a value outside of the axis has no place on it', () => {
  assert.equal(placeOf(0, { least: -1, most: 3, width: 100 }), 25);
  assert.equal(placeOf(0, { least: 1, most: 3, width: 100 }), undefined);
  assert.equal(placeOf(0, { least: 0, most: 0, width: 100 }), undefined);
});

const expected = (id: number) => ({ id, text: String(id), bytes: [id], probability: 0.5 });
function token(
  divergence: number | undefined,
  ids: readonly [number, number],
  bits?: readonly [number, number],
): TokenDifference {
  const [measuredBits, referenceBits] = bits ?? [];
  return {
    text: 'a',
    divergence,
    measured: expected(ids[0]),
    reference: expected(ids[1]),
    measuredBits,
    referenceBits,
  };
}

test('two readings come to a mean divergence, changed tokens and two perplexities', () => {
  const facts = textDifferenceFacts([token(0.5, [1, 1]), token(1.5, [1, 2], [3, 1]), token(1, [2, 2], [1, 1])]);
  // mean surprise (3 + 1) / 2 = 2 bits and (1 + 1) / 2 = 1 bit
  assert.deepEqual(facts, {
    meanDivergence: 1,
    largestDivergence: 1.5,
    changedTop: 1,
    predicted: 3,
    measuredPerplexity: 4,
    referencePerplexity: 2,
  });
});

test('where nothing can be compared there are no sums', () => {
  const facts = textDifferenceFacts([{ ...token(undefined, [1, 1]), measured: undefined }]);
  assert.deepEqual([facts.meanDivergence, facts.predicted, facts.measuredPerplexity], [undefined, 0, undefined]);
});

test('tokens of two vocabularies are the same if their bytes are', () => {
  const same = { ...token(undefined, [1, 1]), reference: { ...expected(7), bytes: [1] } };
  assert.equal(isChanged(same), false);
});

test('keys walk through a table and stop at its ends', () => {
  const focus = { count: 10, at: 3, page: 4 };
  const row = (key: string, more = {}) => gridKey(key, { ...focus, ...more });
  assert.deepEqual(row('ArrowDown'), { kind: 'active', row: 4 });
  assert.deepEqual(row('PageUp'), { kind: 'active', row: 0 });
  assert.deepEqual(row('End'), { kind: 'active', row: 9 });
  assert.deepEqual(row('Enter'), { kind: 'act', row: 3 });
  assert.deepEqual(row('ArrowDown', { at: -1 }), { kind: 'active', row: 0 });
  for (const nothing of [row('x'), row('Enter', { at: -1 }), row('Home', { count: 0 })])
    assert.equal(nothing, undefined);
});

test('layers in a row are a range', () => {
  assert.equal(rangesText([0, 1, 2, 5, 7, 8]), '0–2, 5, 7–8');
});

test('sizes have at most three digits', () => {
  assert.deepEqual([0, 999, 1000, 548e6, 1.5e9].map(formatBytes), ['0 B', '999 B', '1 kB', '548 MB', '1.5 GB']);
});

test('the header names the types with the most bytes, and says where there are more', () => {
  const share = (type: string, bytes: number) => ({ type, bytes, tensors: 1, weights: 2 * bytes });
  assert.equal(typesText([share('F32', 10)]), 'F32');
  assert.equal(typesText([share('Q4_K', 620), share('Q6_K', 380)]), 'Q4_K 62 %, Q6_K 38 %');
  assert.equal(typesText([share('Q4_K', 997), share('F32', 3)]), 'Q4_K 99 %, …');
  const four = ['A', 'B', 'C', 'D'].map((type) => share(type, 25));
  assert.equal(typesText(four), 'A 25 %, B 25 %, C 25 %, …');
});
