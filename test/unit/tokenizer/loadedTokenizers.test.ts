// A tokenizer is loaded once, and again when its files are others.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openTextQuestions } from '../../../src/engine/openTextQuestions.ts';
import { OpenTexts } from '../../../src/engine/openTexts.ts';
import { LoadedTokenizers } from '../../../src/tokenizer/loadedTokenizers.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures/tokenizers');
const folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
const file = join(folder, 'tokenizer.json');
after(() => rmSync(folder, { recursive: true }));
const ref = { kind: 'folder', folder } as const;

function become(name: string): void {
  copyFileSync(join(FIXTURES, name, 'tokenizer.json'), file);
}

test('files that were changed are read again, others are not', async () => {
  const tokenizers = new LoadedTokenizers(0);
  become('gpt2');
  const first = await tokenizers.of(ref);
  assert.equal(await tokenizers.of(ref), first);
  assert.equal(new Set(await Promise.all([tokenizers.of(ref), tokenizers.of(ref)])).size, 1);
  become('word-piece-cased');
  const second = await tokenizers.of(ref);
  assert.notEqual(second.size, first.size);
  assert.equal(new Set([second, ...(await Promise.all([tokenizers.of(ref), tokenizers.of(ref)]))]).size, 1);
  writeFileSync(join(folder, 'tokenizer_config.json'), '{}');
  assert.notEqual(await tokenizers.of(ref), second);
});

test('a file that is broken or gone is a failure until it is whole again', async () => {
  const tokenizers = new LoadedTokenizers(0);
  become('gpt2');
  const { size } = await tokenizers.of(ref);
  writeFileSync(file, readFileSync(file).subarray(0, 1000));
  await assert.rejects(tokenizers.of(ref), { code: 'json-invalid' });
  rmSync(file);
  await assert.rejects(tokenizers.of(ref), { code: 'file-missing' });
  become('gpt2');
  assert.equal((await tokenizers.of(ref)).size, size);
});

test('the counts of an open text follow', async () => {
  const tokenizers = new LoadedTokenizers(0);
  const { openText, countText } = openTextQuestions(new OpenTexts({ tokenizerOf: (asked) => tokenizers.of(asked) }));
  const counts: number[] = [];
  await openText('a', 'Tokenization, tokenized.');
  for (const name of ['gpt2', 'word-piece-cased', 'gpt2']) {
    become(name);
    counts.push(await countText({ text: 'a', version: 0 }, ref));
    assert.equal(counts.at(-1), (await tokenizers.of(ref)).count('Tokenization, tokenized.'));
  }
  assert.notEqual(counts[0], counts[1]);
});
