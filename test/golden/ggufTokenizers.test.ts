// Tokenizers of encoders that llama.cpp's own converter wrote into GGUF files (fixtures/ggml/convertTokenizers.py): the same ids as
// the Rust library makes with the tokenizer.json that they were written from, special tokens around the text and all.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { specialTokens } from '../../src/tokenizer/specialTokens.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/ggml/tokenizers');

interface Cases {
  /** The ids of an empty text: what stands around every one. */
  readonly around: readonly number[];
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.gguf'))) {
  const { around, cases } = JSON.parse(readFileSync(join(FOLDER, file.replace('.gguf', '.json')), 'utf8')) as Cases;

  test(`${file} cuts ${cases.length} texts as the tokenizer.json that it was written from`, async () => {
    const tokenizer = await loadTokenizer(join(FOLDER, file));
    for (const { text, ids } of cases)
      assert.deepEqual(
        tokenizer.encode(text).map(({ id }) => id),
        ids,
        JSON.stringify(text),
      );
    assert.deepEqual(
      tokenizer.encode('', { special: true, closed: true }).map(({ id }) => id),
      around,
    );
  });

  test(`${file} names the token of a masked word`, async () => {
    const { mask_token: mask } = await specialTokens(join(FOLDER, file));
    assert.equal(mask, file.includes('roberta') ? '<mask>' : '[MASK]');
  });
}
