// What Python's json module reads and JSON.parse() does not: json.loads() of Python 3.12 gives the values here, or fails
// where they are refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePythonJson } from '../../../src/contract/pythonJson.ts';

const READ: readonly [text: string, value: unknown][] = [
  ['NaN', Number.NaN],
  ['[0.0, Infinity]', [0, Number.POSITIVE_INFINITY]],
  ['{"a":-Infinity,"b":NaN}', { a: Number.NEGATIVE_INFINITY, b: Number.NaN }],
  ['{"NaN": "Infinity", "x\\\\": [-Infinity]}', { NaN: 'Infinity', 'x\\': [Number.NEGATIVE_INFINITY] }],
  ['["\\"NaN", NaN]', ['"NaN', Number.NaN]],
];
for (const [text, value] of READ) test(`reads ${text}`, () => assert.deepEqual(parsePythonJson(text), value));

const REFUSED = ['nan', '1NaN', 'Infinity5', '+Infinity', '- Infinity', '--Infinity', '0.Infinity', '[NaN', '["NaN]'];
for (const text of REFUSED) test(`refuses ${text}`, () => assert.throws(() => parsePythonJson(text), SyntaxError));

test('refuses ten megabytes of quotes that never close', () => {
  assert.throws(() => parsePythonJson(`[NaN, ${'\\"'.repeat(5e6)}`), SyntaxError);
});
