// The merges of one token are those of the encoder, on published and made tokenizers.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { firstParts, replayMerges } from '../../../src/explain/replayMerges.ts';
import type { MergeRanks } from '../../../src/tokenizer/mergeRanks.ts';
import { loadTokenizer, type WordTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { randomText } from '../tokenizer/randomText.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures/tokenizers');
const TEXTS = 60;

type Bytes = readonly number[];
interface Made {
  /** The first byte of the left part, and the rank. */
  readonly at: number;
  readonly rank: number;
}

/** Byte-pair encoding of a whole word as the paper has it: the pair of the lowest rank, the leftmost one of equals. */
function encoded(word: Bytes, { rank: rankOf }: MergeRanks): { readonly tokens: Bytes[]; readonly made: Made[] } {
  const tokens: Bytes[] = word.map((byte) => [byte]);
  const made: Made[] = [];
  for (;;) {
    const ranks = tokens.slice(1).map((right, i) => rankOf(tokens[i], right) ?? Number.POSITIVE_INFINITY);
    const rank = Math.min(...ranks);
    if (rank === Number.POSITIVE_INFINITY) return { tokens, made };
    const part = ranks.indexOf(rank);
    made.push({ at: tokens.slice(0, part).flat().length, rank });
    tokens.splice(part, 2, [...tokens[part], ...tokens[part + 1]]);
  }
}

/** The same of one token by itself, whose first byte is byte `start` of the word. */
function replayed(token: Bytes, start: number, ranks: MergeRanks): Made[] {
  const parts = [...firstParts(token, ranks.unit)];
  return replayMerges(parts, ranks).map(({ part, rank }) => {
    const at = start + parts.slice(0, part).flat().length;
    parts.splice(part, 2, [...parts[part], ...parts[part + 1]]);
    return { at, rank };
  });
}

function ranksOf({ mergeRanks }: WordTokenizer): MergeRanks {
  return mergeRanks ?? assert.fail('no merges');
}

for (const name of ['gpt2', 'gpt-neox-20b', 'byte-level-split', 'byte-level-prefix-space'])
  test(`${name}: what the encoder merged within each token of a word, in its order`, async () => {
    const tokenizer = await loadTokenizer(join(FIXTURES, name));
    const ranks = ranksOf(tokenizer);
    for (let seed = 0; seed < TEXTS; seed++)
      for (const word of tokenizer.words(randomText(seed))) {
        if (word.some(({ special }) => special)) continue;
        const { tokens, made } = encoded(
          word.flatMap(({ bytes }) => bytes),
          ranks,
        );
        const shown = `seed ${seed}, ${JSON.stringify(word.map(({ bytes }) => bytes))}`;
        assert.deepEqual(
          tokens,
          word.map(({ bytes }) => [...bytes]),
          shown,
        );
        let start = 0;
        for (const { bytes } of word) {
          const within = made.filter(({ at }) => at >= start && at < start + bytes.length);
          assert.deepEqual(replayed(bytes, start, ranks), within, shown);
          start += bytes.length;
        }
      }
  });

for (const name of ['gpt2', 'gpt-neox-20b', 'spm-bpe-gemma', 'spm-bpe-metaspace', 'spm-bpe-prepend'])
  test(`${name}: replaying a token's merges from its first parts rebuilds exactly the token`, async () => {
    const tokenizer = await loadTokenizer(join(FIXTURES, name));
    const ranks = ranksOf(tokenizer);
    for (let seed = 0; seed < TEXTS; seed++)
      for (const { bytes, special } of tokenizer.encode(randomText(seed))) {
        if (special) continue;
        const parts = [...firstParts(bytes, ranks.unit)];
        for (const { part } of replayMerges(parts, ranks)) parts.splice(part, 2, [...parts[part], ...parts[part + 1]]);
        assert.deepEqual(parts, [[...bytes]], `seed ${seed}`);
      }
  });

test('a token in front and an added one are words by themselves, and no word is empty', async () => {
  const tokenizer = await loadTokenizer(join(FIXTURES, 'spm-bpe-prepend'));
  const shown = (text: string) =>
    tokenizer.words(text, { special: true }).map((word) => word.map(({ text }) => text).join('|'));
  assert.deepEqual(
    shown('a<s>a').filter((word) => word.includes('<s>')),
    ['<s>', '<s>'],
  );
  for (let seed = 0; seed < TEXTS; seed++)
    assert.ok(
      tokenizer.words(randomText(seed)).every(({ length }) => length > 0),
      `seed ${seed}`,
    );
});
