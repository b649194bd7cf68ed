import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeLines } from '../../../src/mcp/wholeLines.ts';

async function handedOn(pieces: readonly string[], most = 100): Promise<string[]> {
  const lines = wholeLines(most);
  const handed: string[] = [];
  lines.on('data', (bytes: Buffer) => handed.push(String(bytes)));
  for (const piece of pieces) await new Promise((done) => lines.write(Buffer.from(piece), done));
  await new Promise((done) => lines.on('end', done).end());
  return handed;
}

test('a line comes in one piece, and what follows its end with the next', async () => {
  assert.deepEqual(await handedOn(['{"a"', ':1', '}\n{"b":', '2}\n{"c":3}\n{', '}\n']), [
    '{"a":1}\n',
    '{"b":2}\n{"c":3}\n',
    '{}\n',
  ]);
});

test('a last line without an end is handed on with the end of all', async () => {
  assert.deepEqual(await handedOn(['one\nt', 'wo']), ['one\n', 'two']);
});

test('too long a line is handed on before its end', async () => {
  assert.deepEqual(await handedOn(['abcd', 'efg', 'h', 'i\n'], 6), ['abcdefg', 'hi\n']);
});
