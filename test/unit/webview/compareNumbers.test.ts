// A comparison as tables, by a hand-worked example.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comparison } from '../../../src/contract/compared.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { compareTables } from '../../../webview/lab/compare/compareNumbers.ts';
import { nothingKnown } from '../../../webview/lab/compare/known.ts';
import { csvOf, jsonOf } from '../../../webview/text/numberTable.ts';

const token = (text: string) =>
  ({ text, bytes: [...new TextEncoder().encode(text)], special: false }) as unknown as Token;
const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
const shape = { name: 'm', layers: 1, heads: 2, dModel: 4 };
const OF: Comparison = {
  tokens: [token('a'), token(' b c')],
  pieces: [
    { ours: span(0, 1), theirs: span(0, 1), isSame: true },
    { ours: span(1, 3), theirs: span(1, 2), isSame: true },
    { ours: span(3, 4), theirs: span(2, 2), isSame: false },
  ],
  alignedBy: 'text',
  sameVocabulary: false,
  sameModel: false,
  predicts: 'next',
  ours: shape,
  theirs: shape,
};
const TOKENS = [token('a'), token(' b'), token(' c'), token('=1')];

test('a row for each piece: what both sides wrote, together, and nothing where nothing is known', () => {
  const known = nothingKnown(3);
  known.ourBits[1] = 2.5;
  known.theirBits[1] = 3;
  const [table, ...others] = compareTables({ of: OF, tokens: TOKENS, known, streams: undefined, heads: [undefined] });
  assert.deepEqual(others, []);
  const lines = csvOf(table).trimEnd().split('\r\n').slice(1);
  assert.deepEqual(lines, [
    '0,"""a""","""a""",true,,,,,,,',
    '1,""" b c""",""" b c""",true,2.5,3,,,,,',
    '2,"""=1""",,false,,,,,,,',
  ]);
});

test('what was undefined arrives as null, and is nothing in a file either', () => {
  const known = { ...nothingKnown(3), ourNext: [null, null, null] as unknown as undefined[] };
  const tables = compareTables({ of: OF, tokens: TOKENS, known, streams: undefined, heads: [] });
  assert.equal(csvOf(tables[0]).trimEnd().split('\r\n').at(-1), '2,"""=1""",,false,,,,,,,');
  assert.equal(JSON.parse(jsonOf(tables)).tables[0].rows[2].nextA, null);
});

test('streams have a row for each layer, heads one for each that is known', () => {
  const streams = { rows: 2, columns: 3, values: Float32Array.from([1, 0.5, Number.NaN, 1, 0.25, Number.NaN]) };
  const heads = [Float32Array.from([0.5, 0.25])];
  const tables = compareTables({ of: OF, tokens: TOKENS, known: nothingKnown(3), streams, heads });
  assert.deepEqual(
    tables.slice(1).map(({ rows }) => rows),
    [
      [
        [0, 1, 0.5, undefined],
        [1, 1, 0.25, undefined],
      ],
      [
        [0, 0, 0.5],
        [0, 1, 0.25],
      ],
    ],
  );
});
