// Which parts are measured in which order, and where attention and measurement disagree.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { disagreement } from '../../../src/explain/disagreement.ts';
import { SpanSearch } from '../../../src/explain/spanSearch.ts';
import type { SpanNode } from '../../../src/explain/spanTree.ts';

const word = (start: number): SpanNode => ({ kind: 'word', span: span(start, start + 1), parts: [] });
const sentence = (start: number, words: number): SpanNode => ({
  kind: 'sentence',
  span: span(start, start + words),
  parts: Array.from({ length: words }, (_, i) => word(start + i)),
});
const TREE = [sentence(0, 4), sentence(4, 3), sentence(7, 5)];

/** Measures everything with made-up changes by the first token of a span, and says what was measured. */
function searched(search: SpanSearch, bits: (node: SpanNode) => number | null): string[] {
  const measured: string[] = [];
  for (let at = search.next(); at !== undefined; at = search.next()) {
    const { node } = search.spans[at];
    measured.push(`${node.span.start}-${node.span.end}`);
    search.spans[at].bits = bits(node);
  }
  return measured;
}

test('first all parts of the coarsest level, then those of the one that changes most', () => {
  const search = new SpanSearch(TREE, 100);
  const bits = ({ kind, span: { start } }: SpanNode) =>
    kind === 'word' ? 0 : ({ 0: 0.2, 4: -5, 7: 1 }[start as number] ?? 0);
  assert.deepEqual(searched(search, bits), [
    '0-4',
    '4-7',
    '7-12',
    '4-5',
    '5-6',
    '6-7',
    '7-8',
    '8-9',
    '9-10',
    '10-11',
    '11-12',
  ]);
  assert.deepEqual(
    search.spans.slice(3).map(({ parent }) => parent),
    [1, 1, 1, 2, 2, 2, 2, 2],
  );
});

test('a part that changes nothing, or that cannot be measured, is not looked into', () => {
  assert.deepEqual(
    searched(new SpanSearch(TREE, 100), () => 0.05),
    ['0-4', '4-7', '7-12'],
  );
  assert.deepEqual(
    searched(new SpanSearch(TREE, 100), () => null),
    ['0-4', '4-7', '7-12'],
  );
});

test('a text without parts has nothing to measure', () => {
  assert.equal(new SpanSearch([], 100).next(), undefined);
});

test('no more is measured than it may be', () => {
  const search = new SpanSearch(TREE, 7);
  assert.equal(searched(search, ({ span: { start } }) => 3 - start / 10).length, 7);
  assert.deepEqual(search.waiting, []);
});

test('attention and measurement are compared among neighbours', () => {
  const compared = (...parts: [bits: number | null | undefined, share: number][]) =>
    disagreement(parts.map(([bits, share]) => ({ parent: undefined, bits, share })));
  assert.deepEqual(compared([4, 0.1], [0, 0.5], [0.5, 0.05]), ['mattered', 'attended', undefined]);
  assert.deepEqual(compared([-4, 0.6], [2, 0.3]), [undefined, undefined]);
  assert.deepEqual(compared([4, 0.1], [undefined, 0.5]), [undefined, undefined]); // not all is known
  assert.deepEqual(compared([4, 0.1], [null, 0.5]), [undefined, undefined]); // one is all
  assert.deepEqual(compared([0, 0.1], [0, 0.5]), [undefined, undefined]);
  assert.deepEqual(compared([1, 0.5]), [undefined]);
});

function span(start: number, end: number): Span<TokenIndex> {
  return { start, end } as Span<TokenIndex>;
}
