// Counts of a text that is edited equal full counts, after every one of many random edits and for every kind of tokenizer.
// EDITS=100000 tries so many for each tokenizer; chunks are short here, so that most edits are near cuts.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { OPENAI_ENCODINGS } from '../../../src/contract/tokens.ts';
import { ChunkCounts, type Steps } from '../../../src/tokenizer/chunkCounts.ts';
import type { PairRule } from '../../../src/tokenizer/cuts/cutPoints.ts';
import { isCutBy } from '../../../src/tokenizer/cuts/cutPoints.ts';
import { loadOpenAiEncoding } from '../../../src/tokenizer/openAiEncoding.ts';
import { loadTokenizer, type Tokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { type Random, randomOf } from '../random.ts';
import { fixture, madeTokenizer } from './madeTokenizer.ts';
import { randomText } from './randomText.ts';
import { VARIANTS } from './tokenizerVariants.ts';

const EDITS = Number(process.env.EDITS ?? 150);
const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
/** In units; the fewer, the more cuts. */
const CHUNK = 24;
const LONGEST = 700;

const KINDS: Readonly<Record<string, () => Promise<Tokenizer>>> = {
  ...Object.fromEntries(OPENAI_ENCODINGS.map((name) => [name, () => loadOpenAiEncoding(name)])),
  ...Object.fromEntries(
    [
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
    ].map((name) => [name, () => loadTokenizer(join(FIXTURES, name))]),
  ),
  ...Object.fromEntries(
    Object.entries(VARIANTS).map(([name, { of, steps }]) => [
      name,
      async () => madeTokenizer({ ...(await fixture(of)), ...steps }),
    ]),
  ),
};

/** Their words may depend on all that is before them, or be all of the text. */
const WITHOUT_CUTS = [
  'an expression that looks back',
  'a prefix before every word',
  'words of five characters',
  'a mark before every word',
];

for (const [name, load] of Object.entries(KINDS)) {
  describe(name, () => {
    let tokenizer: Tokenizer;
    before(async () => {
      tokenizer = await load();
    });

    test(`after each of ${EDITS} edits the count is the full count`, () => {
      assert.equal(firstDifference(tokenizer, EDITS), undefined);
    });

    test('a part, and the tokens of a part, are as in a full count', () => {
      const random = randomOf(7);
      for (let i = 0; i < EDITS / 10; i++) {
        const text = someText(random, 12);
        const counts = new ChunkCounts(text.length, tokenizer, { chunkLength: CHUNK });
        const [start, end] = [random.below(text.length + 1), random.below(text.length + 1)].sort((a, b) => a - b);
        assert.equal(finished(counts.countOf(text, { start, end })), tokenizer.count(text.slice(start, end)), text);
        const touching = tokenizer.encode(text).filter(({ span }) => span.end > start && span.start < end);
        assert.deepEqual(
          finished(counts.tokensIn(text, { start, end })),
          touching.map(({ byteSpan: _, ...token }) => token),
          `${JSON.stringify(text)} ${start} ${end}`,
        );
      }
    });
  });
}

test('there are many cuts, but where a word may be anything', async () => {
  const text = 'The model reads a text, and counts 7 words.\n\n模型讀文字，然後數字。\n'.repeat(20);
  const cutsOf = ({ isCut }: Tokenizer) => Array.from(text).filter((_, at) => isCut(text, at)).length;
  const without: string[] = [];
  for (const [name, load] of Object.entries(KINDS)) {
    const cuts = cutsOf(await load());
    if (cuts === 0) without.push(name);
    else assert.ok(cuts >= 80, `${cuts} in ${name}`);
  }
  assert.deepEqual(without, WITHOUT_CUTS);
});

describe('the line that passes a number of tokens', () => {
  test('is the first up to whose end there are more', async () => {
    const tokenizer = await loadOpenAiEncoding('o200k_base');
    const random = randomOf(3);
    for (let i = 0; i < 100; i++) {
      const text = someText(random, 20);
      const ends = [...text.matchAll(/\r\n|\n|\r/g)].map(({ index }) => index).concat(text.length);
      const tokens = random.below(150);
      const expected = ends.find((end) => tokenizer.count(text.slice(0, end)) > tokens);
      const found = finished(
        new ChunkCounts(text.length, tokenizer, { chunkLength: CHUNK }).lineEndBeyond(text, tokens),
      );
      assert.equal(found, expected, `${tokens} of ${JSON.stringify(text)}`);
    }
  });
});

describe('a cut that is not proven', () => {
  /** Each would be wrong for its tokenizer, and the test above would find it. */
  const WRONG: readonly [name: string, kind: string, rule: PairRule][] = [
    ['a letter before a letter', 'o200k_base', () => true],
    ['a letter before an apostrophe', 'o200k_base', (_, right) => right === "'"],
    ['a letter before a digit of its word', 'tokenizers/bpe-word-ends', (_, right) => right === '7'],
    ['a letter before punctuation, in a Unigram word', 'tokenizers/unigram-precompiled', (_, right) => right > ' '],
    ['a letter that ends an added token', 'added tokens that take white space', (left) => left === 'o'],
    [
      'a letter and what the vocabulary has in a row',
      'tokenizers/spm-bpe-prepend',
      (left, right) => left + right === 's,',
    ],
    ['a letter before what an expression looks for', 'letters that look for a space', (_, right) => right === ' '],
  ];
  for (const [name, kind, rule] of WRONG) {
    test(`is found: ${name}, ${kind}`, async () => {
      const tokenizer = await KINDS[kind]();
      assert.notEqual(firstDifference({ ...tokenizer, isCut: isCutBy(rule) }, 2_000), undefined);
    });
  }
});

/** The first edit after which the count is wrong. */
function firstDifference(tokenizer: Tokenizer, edits: number): string | undefined {
  const random = randomOf(1);
  let text = someText(random, 30);
  const counts = new ChunkCounts(text.length, tokenizer, { chunkLength: CHUNK });
  for (let i = 0; i < edits; i++) {
    const before = text;
    const start = random.below(text.length + 1);
    const most = text.length > LONGEST ? LONGEST : random.of([0, 0, 1, 3, 40]);
    const removed = Math.min(text.length - start, random.below(most + 1));
    const inserted = random.below(4) === 0 ? '' : someText(random, 1 + random.below(3));
    text = text.slice(0, start) + inserted + text.slice(start + removed);
    counts.edit({ start, removed, inserted: inserted.length });
    if (random.below(5) === 0) continue; // more edits, before anybody asks
    const [ours, full] = [finished(counts.count(text)), tokenizer.count(text)];
    if (ours !== full) return `edit ${i}: ${ours} in place of ${full}, ${JSON.stringify({ before, text })}`;
  }
  return undefined;
}

const WORDS = [
  ...[
    'the model ',
    'tokens, ',
    'beta ',
    'reads\n',
    'a',
    'b1',
    "it's ",
    'foo_bar',
    'foo  ',
    '(x,',
    ' y)',
    '\n\n- item',
    '\r\n',
    '\t',
    '  ',
    '    return x;\n',
  ],
  ...[
    '```js\n',
    '# Title\n',
    'https://a.b/c?d=1',
    '3.14',
    '7',
    '.',
    ',',
    '"quoted"',
    "'",
    'é',
    'Straße ',
    'слово ',
    'λόγος',
  ],
  ...['模型讀文字。', '，然後', '「引」', 'かな', 'カタ、', '한국어 ', 'ไทย', 'שלום ', 'مرحبا '],
  ...['<s>', '</s>', '<|endoftext|>', '[MASK]', ' <mask> ', '▁', '``', '<unk>', 'w'],
];

function someText(random: Random, parts: number): string {
  const part = () => (random.below(4) === 0 ? randomText(random.below(1e6), 2) : random.of(WORDS));
  return Array.from({ length: parts }, part).join('');
}

function finished<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
