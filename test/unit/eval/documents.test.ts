import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { documentsOf, readKinds, sampleOf } from '../../../scripts/eval/documents.ts';
import { trainingTokens, withBoundaries } from '../../../scripts/eval/trainingTokens.ts';

const HELD_BACK = resolve(import.meta.dirname, '../../../training/held-back');
const bytes = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

test('documents stand between lines <|endoftext|>, empty ones are left out', () => {
  assert.deepEqual(documentsOf('a <|endoftext|> b\n<|endoftext|>\n\n<|endoftext|>\nc\n'), ['a <|endoftext|> b', 'c']);
});

const DOCUMENTS = Array.from({ length: 30 }, (_, i) => `title ${i}\n${'蘋果 '.repeat(i)}\nend`);

test('a sample fits, holds whole lines, and does not depend on the order', () => {
  const sample = sampleOf(DOCUMENTS, 900);
  assert.ok(bytes(sample) <= 900 && bytes(sample) > 700, `${bytes(sample)} bytes`);
  assert.deepEqual(sampleOf(DOCUMENTS.toReversed(), 900), sample);
  for (const part of sample) assert.ok(DOCUMENTS.some((whole) => whole === part || whole.startsWith(`${part}\n`)));
});

test('a long document gives its beginning only', () => {
  const [part] = sampleOf([Array.from({ length: 5000 }, (_, i) => `line ${i}`).join('\n')], 100_000);
  assert.ok(bytes([part]) <= 8000 && bytes([part]) > 7980);
});

test('the held-back text in the repository is all of its own sample', async () => {
  const kinds = await readKinds(HELD_BACK);
  assert.ok(kinds.size >= 5);
  for (const [kind, documents] of kinds) {
    assert.ok(bytes(documents) > 15_000, kind);
    assert.equal(bytes(sampleOf(documents, 60_000)), bytes(documents), kind);
  }
});

test('one boundary before each document and one at the end', () => {
  const parts = [Uint16Array.of(9, 1, 2), Uint16Array.of(9), Uint16Array.of(9, 3, 9)];
  assert.deepEqual([...withBoundaries(parts, 9)], [9, 1, 2, 9, 3, 9]);
});

test('a folder without ids is refused', async () => {
  const ids = { end: 0, vocabulary: 300, encode: () => [] };
  await assert.rejects(trainingTokens({ as: 'ids', folder: HELD_BACK }, ids), /has no train.KIND.bin/);
  await assert.rejects(trainingTokens({ as: 'ids', folder: HELD_BACK }, { ...ids, vocabulary: 70_000 }), /two bytes/);
});

test('ids that training made give the text that its files give', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ids-'));
  const encode = (text: string) => [...text].map((character) => character.charCodeAt(0));
  const ids = { end: 0, vocabulary: 300, encode };
  await writeFile(join(folder, 'a.txt'), 'cat\n<|endoftext|>\nmat\n');
  await writeFile(join(folder, 'train.a.bin'), Uint16Array.of(0, ...encode('cat'), 0, ...encode('mat')));
  const fromText = await trainingTokens({ as: 'text', folder }, ids);
  assert.deepEqual([...fromText], [0, ...encode('cat'), 0, ...encode('mat'), 0]);
  assert.deepEqual(await trainingTokens({ as: 'ids', folder }, ids), fromText);
  const small = trainingTokens({ as: 'ids', folder }, { ...ids, vocabulary: 100 });
  await assert.rejects(small, /train.a.bin was made by another tokenizer/);
  await rm(folder, { recursive: true });
});
