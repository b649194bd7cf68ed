// The parts of a text that is cut into tokens stretch by stretch have as many tokens as where it is cut as a whole.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { countParts, hasCuts } from '../../../src/tokenizer/countParts.ts';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { randomOf } from '../random.ts';
import { randomText } from './randomText.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const STRETCH = 30;

for (const name of ['tokenizers/gpt2', 'tokenizers/spm-bpe-metaspace', 'tokenizers/unigram-precompiled', 'llama'])
  test(`${name}: stretches`, async () => {
    const tokenizer = await loadTokenizer(join(FIXTURES, name));
    const random = randomOf(13);
    for (let i = 0; i < 100; i++) {
      const text = Array.from({ length: 6 }, () => randomText(random.below(1e6))).join('One more, with some words.');
      const places = Array.from({ length: i % 5 }, () => random.below(text.length)).toSorted((a, b) => a - b);
      const wanted = Array.from({ length: places.length + 1 }, () => 0);
      for (const { span } of tokenizer.encode(text)) wanted[places.filter((place) => place <= span.start).length]++;
      assert.deepEqual(countParts(tokenizer, text, places, STRETCH), wanted, JSON.stringify({ text, places }));
    }
  });

test('a text without a cut is one stretch', async () => {
  const tokenizer = await loadTokenizer(join(FIXTURES, 'llama'));
  assert.ok(!hasCuts(tokenizer, 'a'.repeat(50_000), 40_000));
  assert.ok(hasCuts(tokenizer, 'a b '.repeat(20_000), 40_000));
});
