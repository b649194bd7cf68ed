// Numbers as files: CSV that a spreadsheet reads and computes nothing of, JSON that says what is no number.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf, jsonOf, type NumberCell, type NumberTable } from '../../../webview/text/numberTable.ts';

const token = (text: string | undefined, ...bytes: number[]) => ({ text, bytes });
const table = (...rows: (readonly NumberCell[])[]): NumberTable => ({
  id: 'made',
  title: 'Made up',
  columns: [
    { key: 'token', name: 'token' },
    { key: 'bits', name: 'change', unit: 'bits' },
  ],
  rows,
});

/** By RFC 4180, as a spreadsheet does. */
function parsed(csv: string): string[][] {
  assert.equal(csv[0], '\ufeff');
  const rows: string[][] = [[]];
  let at = 1;
  while (at < csv.length) {
    let text = '';
    if (csv[at] === '"') {
      for (at++; csv[at] !== '"' || csv[at + 1] === '"'; at++) {
        if (csv[at] === '"') at++;
        text += csv[at];
      }
      at++;
    } else {
      const end = csv.slice(at).search(/,|\r\n/) + at;
      text = csv.slice(at, end);
      at = end;
    }
    rows.at(-1)?.push(text);
    if (csv[at] === ',') at++;
    else if (csv.startsWith('\r\n', at)) {
      at += 2;
      if (at < csv.length) rows.push([]);
    } else assert.fail(`neither a comma nor an end of line behind ${text}`);
  }
  return rows;
}

const TOKENS = [
  ' Paris',
  '=1+1',
  '+1',
  '-1',
  '@A1',
  '\t=1',
  '\r=1',
  '"',
  '","',
  'a\nb',
  '蘋果',
  ' ',
  '',
  "'",
  '＝1',
  '\u0000',
];

test('no token begins a formula, and each can be read back exactly', () => {
  const rows = parsed(csvOf(table(...TOKENS.map((text) => [token(text), 1]))));
  assert.deepEqual(rows[0], ['token', 'change (bits)']);
  assert.deepEqual(
    rows.slice(1).map(([cell]) => JSON.parse(cell)),
    TOKENS,
  );
  for (const [cell] of rows) assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/);
});

test('words that would begin a formula get an apostrophe, numbers below 0 stay numbers', () => {
  const rows = parsed(
    csvOf(table(['=cmd()', -0.5], ['＋1', 1e-12], ['a, "b"', Number.NEGATIVE_INFINITY], [' x', undefined])),
  );
  assert.deepEqual(rows.slice(1), [
    ["'=cmd()", '-0.5'],
    ["'＋1", '1e-12'],
    ['a, "b"', '-Infinity'],
    [' x', ''],
  ]);
});

test('a part of a character is written by its bytes', () => {
  assert.deepEqual(parsed(csvOf(table([token(undefined, 0xe8, 0x98), 1])))[1], ['<E8 98>', '1']);
});

test('JSON has a value for each key, and names for what is no number', () => {
  const rows = [
    [token(' a', 32, 97), 0.1],
    [token(undefined, 0xe8), Number.NaN],
    ['=1', undefined],
    [true, Number.POSITIVE_INFINITY],
  ] as const;
  const read = JSON.parse(jsonOf([table(...rows)]));
  assert.deepEqual([read.format, read.version], ['tokenscope-numbers', 1]);
  assert.deepEqual(read.tables[0].columns[1], { key: 'bits', name: 'change', unit: 'bits' });
  assert.deepEqual(read.tables[0].rows, [
    { token: ' a', bits: 0.1 },
    { token: { bytes: [0xe8] }, bits: 'NaN' },
    { token: '=1', bits: null },
    { token: true, bits: 'Infinity' },
  ]);
});
