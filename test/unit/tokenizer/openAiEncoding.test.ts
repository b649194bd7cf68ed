import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OpenAiEncoding } from '../../../src/contract/tokens.ts';
import { loadOpenAiEncoding } from '../../../src/tokenizer/openAiEncoding.ts';
import { randomText } from './randomText.ts';

// Answers of OpenAI's own library, from OpenAI's cookbook, "How to count tokens with tiktoken" (2022–2024), §6.
const PUBLISHED: readonly [OpenAiEncoding, string, readonly number[]][] = [
  ['r50k_base', 'antidisestablishmentarianism', [415, 29207, 44390, 3699, 1042]],
  ['p50k_base', 'antidisestablishmentarianism', [415, 29207, 44390, 3699, 1042]],
  ['cl100k_base', 'antidisestablishmentarianism', [519, 85342, 34500, 479, 8997, 2191]],
  ['o200k_base', 'antidisestablishmentarianism', [493, 129901, 376, 160388, 21203, 2367]],
  ['r50k_base', '2 + 2 = 4', [17, 1343, 362, 796, 604]],
  ['p50k_base', '2 + 2 = 4', [17, 1343, 362, 796, 604]],
  ['cl100k_base', '2 + 2 = 4', [17, 489, 220, 17, 284, 220, 19]],
  ['o200k_base', '2 + 2 = 4', [17, 659, 220, 17, 314, 220, 19]],
  ['cl100k_base', 'お誕生日おめでとう', [33334, 45918, 243, 21990, 9080, 33334, 62004, 16556, 78699]],
  ['o200k_base', 'お誕生日おめでとう', [8930, 9697, 243, 128225, 8930, 17693, 4344, 48669]],
  ['cl100k_base', 'tiktoken is great!', [83, 1609, 5963, 374, 2294, 0]],
];

for (const [name, text, ids] of PUBLISHED) {
  test(`${name} cuts ${JSON.stringify(text)} as published`, async () => {
    const encoding = await loadOpenAiEncoding(name);
    assert.deepEqual(
      encoding.encode(text).map((token) => token.id),
      ids,
    );
    assert.equal(encoding.decode(ids), text);
  });
}

describe('the same ids as gpt-tokenizer, whose merging we do not use', () => {
  for (const name of ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const) {
    test(`${name}, 500 texts from a seed`, async () => {
      const ours = await loadOpenAiEncoding(name);
      const theirs = await import(`gpt-tokenizer/encoding/${name}`);
      for (let seed = 0; seed < 500; seed++) {
        // gpt-tokenizer never finds the token of a byte order mark, since decoding the vocabulary's bytes has dropped
        // it.
        const text = randomText(seed).toWellFormed().replaceAll('\uFEFF', '');
        assert.deepEqual(
          ours.encode(text).map((token) => token.id),
          theirs.encode(text, { disallowedSpecial: new Set() }),
          `seed ${seed}, ${JSON.stringify(text)}`,
        );
      }
    });
  }
});

test('a byte order mark is the token that the vocabulary has for its bytes', async () => {
  for (const [name, id] of [
    ['o200k_base', 5574],
    ['cl100k_base', 3305],
  ] as const) {
    const [token, ...others] = (await loadOpenAiEncoding(name)).encode('\uFEFF');
    assert.deepEqual([token?.id, token?.bytes, others.length], [id, [0xef, 0xbb, 0xbf], 0]);
  }
});

test('<|endoftext|> in a text is text', async () => {
  const tokens = (await loadOpenAiEncoding('cl100k_base')).encode('<|endoftext|>');
  assert.deepEqual(
    tokens.map((token) => token.text),
    ['<', '|', 'endo', 'ft', 'ext', '|', '>'],
  );
});

test('special tokens are in the vocabulary, behind a gap of ids nobody has', async () => {
  const encoding = await loadOpenAiEncoding('cl100k_base');
  assert.deepEqual(encoding.piece(100257), {
    bytes: [...Buffer.from('<|endoftext|>')],
    text: '<|endoftext|>',
    special: true,
  });
  assert.deepEqual(encoding.piece(100270).bytes, []);
  assert.equal(encoding.size, 100277);
});

/** By tiktoken 0.14.0 over the published rank files: \s means Unicode's White_Space in its patterns, and (?i:'s) has the long s. */
const RUSTS_MEANING: readonly [OpenAiEncoding, text: string, ids: readonly number[]][] = [
  ['cl100k_base', '\ufeff# Title', [43372, 11106]],
  ['o200k_base', '\ufeff# Title', [110862, 19612]],
  ['cl100k_base', '\ufeff#include <stdio.h>', [43372, 1012, 366, 10558, 870, 29]],
  ['o200k_base', 'a \ufeffb', [64, 71280, 65]],
  ['cl100k_base', 'x \u0085y', [87, 220, 126, 227, 88]],
  ['o200k_base', 'x \u0085y', [87, 220, 126, 227, 88]],
  ['o200k_base', " I'ſ ", [3413, 70067, 220]], // 's with the long s
];
for (const [name, text, expected] of RUSTS_MEANING) {
  test(`${name} cuts ${JSON.stringify(text)} as tiktoken does`, async () => {
    const { encode } = await loadOpenAiEncoding(name);
    assert.deepEqual(
      encode(text).map(({ id }) => id),
      expected,
    );
  });
}
