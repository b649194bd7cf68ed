// The measure by which the tour says that its words do not fit, on real tokenizers and the samples that it shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { Token } from '../../../src/contract/tokens.ts';
import { loadOpenAiEncoding } from '../../../src/tokenizer/openAiEncoding.ts';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { tourFit } from '../../../webview/page/tourFit.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CHINESE = readFileSync(join(ROOT, 'media/samples/範例.md'), 'utf8').split('\n')[6];
const ENGLISH = readFileSync(join(ROOT, 'media/samples/sample.md'), 'utf8').split('\n')[8];
const folder = async (name: string) => await loadTokenizer(join(ROOT, name));

for (const [name, load, chineseFits] of [
  ['the embedded model', () => folder('media/model'), true],
  ['o200k_base', () => loadOpenAiEncoding('o200k_base'), true],
  ['GPT-2, which has a few Chinese characters', () => folder('test/golden/fixtures/tokenizers/gpt2'), false],
  ['bytes, in a vocabulary without Chinese', () => folder('test/golden/fixtures/qwen2'), false],
  ['bytes behind <s>, in another', () => folder('test/golden/fixtures/llama'), false],
  ['[UNK] for what is missing', () => folder('test/golden/fixtures/tokenizers/word-piece-cased'), false],
] as const)
  test(`the samples with ${name}`, async () => {
    const tokenizer = await load();
    const measured = (text: string) => tourFit(tokenizer.encode(text, { special: true }));
    assert.equal(measured(CHINESE).fits, chineseFits, JSON.stringify(measured(CHINESE)));
    assert.deepEqual([measured(ENGLISH).fits, measured(ENGLISH).broken], [true, 0]);
  });

test('tokens in front of the text do not count, and a text without tokens fits', () => {
  const token = (text: string | undefined, start: number, end: number) =>
    ({ text, special: text === '<s>', span: { start, end } }) as unknown as Token;
  const tokens = [token('<s>', 0, 0), token('a', 0, 1), token(undefined, 1, 2)];
  assert.deepEqual(tourFit(tokens), { tokens: 2, broken: 1, fits: false });
  assert.equal(tourFit([]).fits, true);
});
