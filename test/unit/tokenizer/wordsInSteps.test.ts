// A text that is cut into tokens in parts has the words, tokens and places of one that is cut at once, for every kind of
// tokenizer; parts are short here, so that there are many cuts.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadTokenizer, type WordTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { type CutWords, type StepOptions, wordsInSteps } from '../../../src/tokenizer/wordsInSteps.ts';
import { type Random, randomOf } from '../random.ts';
import { fixture, madeTokenizer } from './madeTokenizer.ts';
import { randomText } from './randomText.ts';
import { VARIANTS } from './tokenizerVariants.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const TEXTS = 40;
const PART = 24;

const FOLDERS = [
  'tokenizers/gpt2',
  'tokenizers/gpt-neox-20b',
  'tokenizers/byte-level-prefix-space',
  'tokenizers/byte-level-split',
  'tokenizers/spm-bpe-prepend',
  'tokenizers/spm-bpe-metaspace',
  'tokenizers/spm-bpe-gemma',
  'tokenizers/unigram-precompiled',
  'tokenizers/unigram-nfkc-bytes',
  'tokenizers/word-piece-cased',
  'tokenizers/word-piece-uncased',
  'tokenizers/bpe-word-ends',
  'llama',
  'qwen2',
];
const KINDS: Readonly<Record<string, () => Promise<WordTokenizer>>> = {
  ...Object.fromEntries(FOLDERS.map((name) => [name, () => loadTokenizer(join(FIXTURES, name))])),
  ...Object.fromEntries(
    Object.entries(VARIANTS).map(([name, { of, steps }]) => [
      name,
      async () => madeTokenizer({ ...(await fixture(of)), ...steps }),
    ]),
  ),
};

function finished(
  tokenizer: WordTokenizer,
  text: string,
  options: StepOptions,
): CutWords & { readonly yields: number } {
  const steps = wordsInSteps(tokenizer, text, options);
  for (let yields = 0; ; yields++) {
    const step = steps.next();
    if (step.done) return { ...step.value, yields };
  }
}

function someText(random: Random): string {
  const some = () => randomText(random.below(1_000_000));
  return `${some()} and so on. ${some()}\nThe end, with 2 words. ${some()}`;
}

for (const [name, load] of Object.entries(KINDS))
  test(`${name}: in parts as at once`, async () => {
    const tokenizer = await load();
    const random = randomOf(5);
    for (let i = 0; i < TEXTS; i++) {
      const text = someText(random);
      for (const options of [{}, { special: true, closed: true }]) {
        const { words, all } = finished(tokenizer, text, { ...options, part: PART });
        assert.deepEqual([words, all], [tokenizer.words(text, options), true], JSON.stringify(text));
      }
    }
  });

test('others may ask behind each part, and a reader who has enough stops', async () => {
  const tokenizer = await loadTokenizer(join(FIXTURES, 'tokenizers/gpt2'));
  const text = 'One two three, four five. '.repeat(4000); // 104,000 units
  const { words, yields } = finished(tokenizer, text, {});
  assert.deepEqual(words, tokenizer.words(text));
  assert.equal(yields, Math.ceil(text.length / 16_384) - 1);
  const some = finished(tokenizer, text, { enough: 100 });
  assert.deepEqual([some.all, some.yields], [false, 0]);
  const tokens = some.words.flat();
  assert.ok(tokens.length > 100);
  assert.deepEqual(tokens, tokenizer.encode(text).slice(0, tokens.length));
});

test('a word that is longer than a part is in one part', async () => {
  const tokenizer = await loadTokenizer(join(FIXTURES, 'tokenizers/gpt2'));
  const text = `${'a'.repeat(500)} end. And more words.`;
  const { words, yields } = finished(tokenizer, text, { part: 100 });
  assert.deepEqual(words, tokenizer.words(text));
  assert.equal(yields, 1); // behind the word
});
