// Unusual tokens, of real tokenizers.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { OpenAiEncoding } from '../../../src/contract/tokens.ts';
import { loadOpenAiEncoding } from '../../../src/tokenizer/openAiEncoding.ts';
import { loadTokenizer, type Tokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { unitsOf, unusualTokens } from '../../../src/unusual/unusualTokens.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures/tokenizers');

/** Kind and text of each mark; spans are those of a document in which the text stands behind 100 characters. */
function marks(tokenizer: Tokenizer, text: string, size?: number): [string, string][] {
  const tokens = tokenizer.encode(text).map((token) => {
    const span = { start: token.span.start + 100, end: token.span.end + 100 };
    return { ...token, span };
  });
  return unusualTokens(tokens, { text, from: 100, size }).map(({ kind, start, end }) => [
    kind,
    text.slice(start - 100, end - 100),
  ]);
}
const openAi = async (name: OpenAiEncoding, text: string, size?: number) =>
  marks(await loadOpenAiEncoding(name), text, size);
const folder = async (name: string, text: string) => marks(await loadTokenizer(resolve(FIXTURES, name)), text);

test('a control token in a text is read as one by a folder’s tokenizer, and as text by OpenAI’s', async () => {
  const text = 'before<|endoftext|>after';
  assert.deepEqual(await folder('gpt2', text), [['control-token', '<|endoftext|>']]);
  assert.deepEqual(await openAi('o200k_base', text), [['control-string', '<|endoftext|>']]);
  assert.deepEqual(await openAi('cl100k_base', 'a <|im_start|> b <|im_end|>'), [
    ['control-string', '<|im_start|>'],
    ['control-string', '<|im_end|>'],
  ]);
});

test('pipes, HTML and comparisons are no control tokens', async () => {
  assert.deepEqual(await openAi('o200k_base', 'a <| b |> c <s>x</s> [INST] <||> if (a<|b|>c)'), []);
});

test('runs of spaces that a vocabulary was given are no control tokens', async () => {
  assert.deepEqual(await folder('gpt-neox-20b', 'a        b'), []);
});

test('a character in several tokens is one place: whole bytes, or parts', async () => {
  assert.deepEqual(await openAi('cl100k_base', 'a 🦄 b'), [['partial', ' 🦄']]);
  assert.deepEqual(await folder('unigram-nfkc-bytes', 'a 𓂀'), [['bytes', '𓂀']]);
});

test('what a vocabulary lacks is unknown', async () => {
  assert.deepEqual(await folder('word-piece-cased', 'a 𓂀 b'), [['unknown', '𓂀']]);
  assert.deepEqual(await folder('word-piece-cased', 'a [UNK] b'), []);
});

for (const [name, text] of [
  ['r50k_base', ' SolidGoldMagikarp'],
  ['r50k_base', ' petertodd'],
  ['cl100k_base', 'useRalativeImagePath'],
  ['cl100k_base', ' davidjl'],
] as const)
  test(`${name}: ${text} was hardly trained`, async () => {
    assert.deepEqual(await openAi(name, `say${text}`), [['glitch', text]]);
  });

test('the same token of GPT-2 as a folder was hardly trained, and that text in another vocabulary is ordinary', async () => {
  assert.deepEqual(await folder('gpt2', 'say SolidGoldMagikarp'), [['glitch', ' SolidGoldMagikarp']]);
  assert.deepEqual(await openAi('o200k_base', 'say SolidGoldMagikarp'), []);
});

test('the last entries of a vocabulary are rare, where its size is known', async () => {
  const { size } = await loadOpenAiEncoding('o200k_base');
  assert.deepEqual(await openAi('o200k_base', 'the walls are tinted', size), [['rare', ' tinted']]);
  assert.deepEqual(await openAi('o200k_base', 'the walls are tinted'), []);
});

test('what training hardly moved is named, where a model tells', async () => {
  const tokenizer = await loadOpenAiEncoding('o200k_base');
  const [, second] = tokenizer.encode('one two');
  const tokens = tokenizer.encode('one two three');
  const marked = unusualTokens(tokens, { text: 'one two three', from: 0, untrained: new Set([second.id]) });
  assert.deepEqual(
    marked.map(({ kind, start, end }) => [kind, start, end]),
    [['untrained', 3, 7]],
  );
});

test('tokens that share a character are a unit, and those that stand for nothing are none', () => {
  const token = (start: number, end: number) => ({ span: { start, end } });
  assert.deepEqual(
    unitsOf([token(0, 0), token(0, 1), token(1, 3), token(1, 3), token(2, 4), token(4, 5)]).map(
      ({ start, end, tokens }) => [start, end, tokens.length],
    ),
    [
      [0, 1, 1],
      [1, 4, 3],
      [4, 5, 1],
    ],
  );
});
