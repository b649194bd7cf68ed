// The vocabulary of a file to look through: kinds, merges, and what a search finds.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { VocabularyQuery } from '../../../src/contract/modelFile.ts';
import { entriesOf, searchedVocabulary } from '../../../src/inspection/inspection.ts';
import { loadVocabularyEntries } from '../../../src/tokenizer/vocabularyEntries.ts';
import { folderWith } from '../context/reported.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
const JSON_FILE = join(FIXTURES, 'llama/tokenizer.json');
const GGUF = join(FIXTURES, 'gguf-qwen2-q4_k/model.gguf');
const ALL = { text: '', kind: 'all', order: 'id' } as const satisfies VocabularyQuery;

/** Ids: a 0, b 1, ab 2, aba 3, <unk> 4, <0x0A> 5, <s> 6, B 7, and nothing 8. */
const SMALL = JSON.stringify({
  added_tokens: [
    { id: 6, content: '<s>', special: true },
    { id: 9, content: 'added', special: false },
  ],
  model: {
    type: 'BPE',
    vocab: { a: 0, b: 1, ab: 2, aba: 3, '<unk>': 4, '<0x0A>': 5, '<s>': 6, B: 7, é: 8 },
    merges: [
      ['a', 'b'],
      ['ab', 'a'],
      ['a', 'ba'],
    ],
    unk_token: '<unk>',
    byte_fallback: true,
  },
  decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }] },
});

async function found(query: Partial<VocabularyQuery>, file = SMALL): Promise<readonly number[]> {
  const folder = folderWith({ 'tokenizer.json': file });
  return [...(await searchedVocabulary(join(folder, 'tokenizer.json'), { ...ALL, ...query })).ids];
}

for (const [text, ids] of [
  ['', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['ab', [2, 3]],
  ['b', [1, 2, 3, 7]], // small letters find capitals
  ['B', [7]], // and not the other way round
  ['3', [3]],
  ['0x0a', [5]],
  ['0xc3a9', [8]],
  ['nothing of it', []],
] as const) {
  test(`${JSON.stringify(text)} finds ${JSON.stringify(ids)}`, async () =>
    assert.deepEqual(await found({ text }), ids));
}

test('a kind leaves the others out, and the longest come first where they should', async () => {
  assert.deepEqual(await found({ kind: 'special' }), [6]);
  assert.deepEqual(await found({ kind: 'added' }), [9]);
  assert.deepEqual(await found({ kind: 'byte' }), [5]);
  assert.deepEqual(await found({ kind: 'unknown' }), [4]);
  assert.deepEqual(await found({ text: 'a', kind: 'normal', order: 'longest' }), [3, 2, 0]);
});

test('an entry has the first merge that makes it, its rank, and how many others do', async () => {
  const folder = folderWith({ 'tokenizer.json': SMALL });
  const [a, ab, aba] = await entriesOf(join(folder, 'tokenizer.json'), [0, 2, 3]);
  assert.equal(a.merge, undefined);
  assert.deepEqual(ab.merge, { left: 'a', right: 'b', rank: 0, others: 0 });
  assert.deepEqual(aba.merge, { left: 'ab', right: 'a', rank: 1, others: 1 });
});

test('bytes that are no whole character have no text', async () => {
  const folder = folderWith({ 'tokenizer.json': SMALL.replace('<0x0A>', '<0xC3>') });
  const [entry] = await entriesOf(join(folder, 'tokenizer.json'), [5]);
  assert.deepEqual([entry.bytes, entry.text, entry.written], [[0xc3], undefined, '<0xC3>']);
});

test('every merge of a published form of file makes an entry that is found with it', async () => {
  const { model } = JSON.parse(readFileSync(JSON_FILE, 'utf8'));
  const { size, merges, entry, merge } = await loadVocabularyEntries(join(FIXTURES, 'llama'));
  assert.equal(merges, model.merges.length);
  const made = Array.from({ length: size }, (_, id) => merge(entry(id).written)).filter((found) => found);
  assert.equal(
    made.reduce((sum, found) => sum + 1 + (found?.others ?? 0), 0),
    merges,
  );
});

test('a GGUF file numbers the kinds of its tokens', async () => {
  const special = await searchedVocabulary(GGUF, { ...ALL, kind: 'special' });
  assert.ok(special.ids.length > 0);
  const [first] = await entriesOf(GGUF, [...special.ids]);
  assert.match(first.written, /^<\|/);
  const { ids } = await searchedVocabulary(GGUF, ALL);
  assert.equal(ids.length, (await loadVocabularyEntries(GGUF)).size);
});

test('pieces of Unigram have scores, and no merges', async () => {
  const { type, merges, entry } = await loadVocabularyEntries(join(FIXTURES, 'tokenizers/unigram-nfkc-bytes'));
  assert.deepEqual([type, merges], ['Unigram', 0]);
  assert.equal(typeof entry(5).score, 'number');
});

test('a file beside which there is no tokenizer says that it is missing', async () => {
  const folder = folderWith({ 'a.safetensors': '' });
  await assert.rejects(searchedVocabulary(join(folder, 'a.safetensors'), ALL), { code: 'file-missing' });
});

test('a tokenizer that was changed is read again', async () => {
  const folder = folderWith({ 'tokenizer.json': SMALL });
  const file = join(folder, 'tokenizer.json');
  assert.equal((await searchedVocabulary(file, ALL)).ids.length, 10);
  writeFileSync(file, SMALL.replace('"é":8', '"é":8,"zz":9'));
  assert.equal((await searchedVocabulary(file, { ...ALL, text: 'zz' })).ids.length, 1);
});
