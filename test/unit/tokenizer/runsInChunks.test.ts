// Runs that are taken in chunks: the same matches as without, and millions of characters in one of them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JsonFields } from '../../../src/tokenizer/jsonFields.ts';
import { matchesIn } from '../../../src/tokenizer/matchesIn.ts';
import { loadOpenAiEncoding } from '../../../src/tokenizer/openAiEncoding.ts';
import { patternOf } from '../../../src/tokenizer/pattern.ts';
import { runsInChunks } from '../../../src/tokenizer/runsInChunks.ts';
import { randomOf } from '../random.ts';

/** As published: GPT-2, Llama 3 and Qwen 2.5, GPT-4o, DeepSeek V3, StarCoder 2 (in parts), Kimi K2 (in parts). */
const PUBLISHED = [
  String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
  String.raw`\p{N}{1,3}`,
  String.raw`'(?:[sdmt]|ll|ve|re)|[\u3400-\u4dbf\u4e00-\u9fff]| ?(?:(?![\u3400-\u4dbf\u4e00-\u9fff])\p{L})+| ?\p{N}{1,3}|\s+`, // the embedded model's
  '[一-龥぀-ゟ゠-ヿ]+',
  String.raw`\p{L}++|\s++$|\d{2,}|.+?b`,
  String.raw`[\p{Han}]+|[^\r\n\p{L}\p{N}]?\p{Ll}+(?:(?:\s)+|x){2,}`,
  '(?i:a)+b|(?<=a+)1+|^ +',
];
const regex = (source: string) =>
  patternOf(new JsonFields({ pattern: { Regex: source } }, 'tokenizer.json'), 'pattern');

describe('the same matches as without chunks', () => {
  for (const source of PUBLISHED) {
    test(source, () => sameMatches(regex(source), 2_000));
  }

  test('400 random expressions', () => {
    for (let seed = 0; seed < 400; seed++) sameMatches(randomExpression(seed), 20);
  });
});

/** With chunks of 1 to 4, which even the short runs of random texts fill. */
function sameMatches(pattern: RegExp, texts: number): void {
  for (let seed = 0; seed < texts; seed++) {
    const text = randomRuns(seed);
    const chunked = runsInChunks(pattern, 1 + (seed % 4));
    const found = (expression: RegExp) =>
      Array.from(text.matchAll(expression), ({ 0: match, index }) => [index, match]);
    assert.deepEqual(found(chunked), found(pattern), `${pattern} on ${JSON.stringify(text)}, seed ${seed}`);
  }
}

const UNITS = ['a', 'b', 'B', 'é', '中', 'の', '𠀀', '1', '٣', ' ', '\n', '\r\n', "'s", '!', '/', '\u0301', '😀'];

/** Up to 12 runs of one character each. */
function randomRuns(seed: number): string {
  const { next } = randomOf(seed);
  const pick = (n: number) => Math.floor(next() * n);
  return Array.from({ length: 1 + pick(12) }, () => UNITS[pick(UNITS.length)].repeat(1 + pick(9))).join('');
}

const ATOMS = [
  'a',
  'b',
  '[ab]',
  '[^a]',
  '.',
  '\\p{L}',
  '\\s',
  '\\u{1f600}',
  '(?:a)',
  '(?i:b)',
  '(?:ab)',
  '(?:a|b)',
  '(?:(?!b)[ab])',
  '(?:a\\b)',
  'a|b',
];
const AFTER = ['', '', '+', '*', '?', '+?', '{2,}', '{1,3}', '*?'];

function randomExpression(seed: number): RegExp {
  const { next } = randomOf(seed);
  const pick = <Value>(of: readonly Value[]) => of[Math.floor(next() * of.length)];
  const term = (depth: number): string => {
    if (depth === 0 || next() < 0.6) return pick(ATOMS.slice(0, -1)) + pick(AFTER);
    const inside = `${term(depth - 1)}${pick(['', '|'])}${term(depth - 1)}`;
    return `${pick(['(?:', '(?=', '(?!', '(?<=', '(?<!', '('])}${inside})`;
  };
  return new RegExp(Array.from({ length: 1 + Math.floor(next() * 3) }, () => term(2)).join(pick(['', '|'])), 'gu');
}

describe('10 million characters in a row', () => {
  const LENGTH = 10_000_000;
  for (const source of [...PUBLISHED.slice(0, 4), PUBLISHED[5]]) {
    // The embedded model has every Chinese character for itself.
    for (const unit of source === PUBLISHED[5] ? ['a', '\u3000'] : ['a', '中', '𠀀', '\u3000'])
      test(`${JSON.stringify(unit)} in ${source.slice(0, 40)}`, () => {
        const text = `ok ${unit.repeat(LENGTH / unit.length)}`;
        const words = Array.from(matchesIn(text, regex(source)), ({ match }) => match);
        assert.ok(words.length < 5, String(words.length));
        assert.equal(words.join('').length, text.length);
      });
  }
});

test('a book without a space is counted', async () => {
  const { count } = await loadOpenAiEncoding('cl100k_base');
  const part = '中'.repeat(200_000);
  assert.equal(count(part.repeat(26)), 26 * count(part));
});
