// Tokenscope's tokenizers against published cases (sources: fixtures/tokenizers/*/PROVENANCE.md) and against the Rust
// library with tokenizers of every kind (fixtures/tokenizers/make.py). Tokenizers that may not be copied are tested
// where the environment variable TOKENSCOPE_TOKENIZERS names their folder.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Token } from '../../src/contract/tokens.ts';
import { loadTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer.ts';

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
  readonly ids_with_special?: readonly number[];
  /** Places in code points, as the library gives them. */
  readonly offsets?: readonly (readonly [number, number])[];
  readonly decoded?: string;
  readonly decoded_with_special?: string;
  readonly decoded_skip_special?: string;
}

const FIXTURES = join(import.meta.dirname, 'fixtures');
const OWN = join(FIXTURES, 'tokenizers');
const elsewhere = process.env.TOKENSCOPE_TOKENIZERS;
const folders = [
  ...readdirSync(OWN).map((name) => join(OWN, name)),
  ...(elsewhere ? [join(elsewhere, 'qwen2')] : []),
].filter((folder) => existsSync(join(folder, 'cases')));

for (const folder of folders) {
  for (const file of readdirSync(join(folder, 'cases'))) {
    const { cases } = JSON.parse(readFileSync(join(folder, 'cases', file), 'utf8')) as { cases: readonly Case[] };
    describe(`${folder.split('/').at(-1)}, ${file}`, () => {
      const loading = loadTokenizer(folder);
      for (const example of cases) test(shortened(example.text), async () => check(await loading, example));
    });
  }
}

test('tokenizers that may not be copied', { skip: elsewhere ? false : 'TOKENSCOPE_TOKENIZERS is not set' }, () => {
  assert.ok(existsSync(join(elsewhere as string, 'qwen2', 'tokenizer.json')));
});

/**
 * A prompt of the golden models: the ids that Hugging Face's tokenizer(text) makes, and the texts that it makes of ids.
 */
interface Prompt {
  readonly text: string;
  readonly ids: readonly number[];
  readonly ids_without_special: readonly number[];
  readonly decoded: string;
  readonly greedy_ids: readonly number[];
  readonly greedy_text?: string;
  readonly full_text?: string;
}

const GGUF = ['gguf-llama-q4_0', 'gguf-llama-q4_k', 'gguf-qwen2-f16', 'gguf-qwen2-q4_k'];

for (const name of ['gpt2', 'llama', 'qwen2', ...GGUF]) {
  const { cases } = JSON.parse(readFileSync(join(FIXTURES, name, 'text.json'), 'utf8')) as { cases: readonly Prompt[] };
  describe(`text.json of ${name}`, () => {
    for (const example of cases) {
      test(shortened(example.text), async () => {
        const tokenizer = await loadTokenizer(join(FIXTURES, name));
        assert.deepEqual(idsOf(tokenizer.encode(example.text)), example.ids_without_special);
        assert.deepEqual(idsOf(tokenizer.encode(example.text, { special: true })), example.ids);
        assert.equal(tokenizer.decode(example.ids, { skipSpecial: true }), example.decoded);
        const { ids, greedy_ids, greedy_text, full_text } = example;
        if (greedy_text !== undefined) assert.equal(tokenizer.decode(greedy_ids), greedy_text);
        if (full_text !== undefined)
          assert.equal(tokenizer.decode([...ids, ...greedy_ids], { skipSpecial: true }), full_text);
      });
    }
  });
}

function check(tokenizer: Tokenizer, example: Case): void {
  const tokens = tokenizer.encode(example.text);
  assert.deepEqual(idsOf(tokens), example.ids);
  assert.equal(tokenizer.count(example.text), example.ids.length);
  if (example.ids_with_special) assertBegins(tokenizer, example, example.ids_with_special);
  if (example.ids_with_special) assertFramed(tokenizer, example, example.ids_with_special);
  if (example.decoded !== undefined) assertDecoded(tokenizer, example.ids, example.decoded);
  const withSpecial = example.decoded_with_special;
  if (withSpecial !== undefined) assertDecoded(tokenizer, example.ids, withSpecial);
  const skipped = example.decoded_skip_special;
  if (skipped !== undefined) assert.equal(tokenizer.decode(example.ids, { skipSpecial: true }), skipped);
  // After a character that the compiled map drops, the library's places are off by one.
  if (example.offsets && !DROPPED_BY_MAP.test(example.text))
    for (const [i, place] of example.offsets.entries()) assertPlace(example.text, tokens[i], place);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const DROPPED_BY_MAP = /[\x01-\x08\x0b\x0e-\x1f\x7f]/;

/** All that the library puts around a text, but where the text itself begins or ends with it: it is not put there twice. */
function assertFramed(tokenizer: Tokenizer, { text, ids }: Case, withSpecial: readonly number[]): void {
  const framed = idsOf(tokenizer.encode(text, { special: true, closed: true }));
  const start = withSpecial.findIndex((_, i) => ids.every((id, j) => withSpecial[i + j] === id));
  const [front, behind] = [withSpecial.slice(0, start), withSpecial.slice(start + ids.length)];
  const isThere = (some: readonly number[], part: readonly number[]) => some.every((id, i) => part[i] === id);
  const expected = [
    ...(isThere(front, ids) ? [] : front),
    ...ids,
    ...(isThere(behind, ids.slice(-behind.length)) ? [] : behind),
  ];
  assert.deepEqual(framed, expected);
}

/**
 * Special tokens in front of the text are added, those after it ([SEP]) are not; a text that begins with them gets no
 * second ones.
 */
function assertBegins(tokenizer: Tokenizer, example: Case, withSpecial: readonly number[]): void {
  const front = idsOf(tokenizer.encode('', { special: true }));
  const all = [...front, ...example.ids];
  assert.deepEqual(withSpecial.slice(0, all.length), all);
  const begun = front.every((id, i) => example.ids[i] === id);
  assert.deepEqual(idsOf(tokenizer.encode(example.text, { special: true })), begun ? example.ids : all);
}

/** Some published cases skip special tokens, and one removes spaces as tokenizer_config.json of GPT-2 says. */
function assertDecoded(tokenizer: Tokenizer, ids: readonly number[], expected: string): void {
  const ways = [{}, { skipSpecial: true }, { cleanUpSpaces: true }];
  assert.ok(
    ways.some((options) => tokenizer.decode(ids, options) === expected),
    `${JSON.stringify(tokenizer.decode(ids))}, expected ${JSON.stringify(expected)}`,
  );
}

/**
 * Tokenscope's place is the library's, or differs in one of these ways:
 * what was put in front of the text has an empty place, where the library gives it the next character (or trims it
 * away); what was normalized together has one place, where the library leaves out marks or letters of it; RoBERTa's
 * processor trims white space from places; bytes of unknown characters have their own character, where the library's
 * Unigram gives each of them all the characters.
 */
function assertPlace(text: string, { bytes, span, text: own }: Token, [from, to]: readonly [number, number]): void {
  const unit = (codePoint: number) => Array.from(text).slice(0, codePoint).join('').length;
  const [start, end] = [unit(from), unit(to)];
  if (start === span.start && end === span.end) return;
  const putInFront =
    own?.startsWith(' ') && (span.start === span.end || text[span.start] !== ' ') && start - span.start <= 2;
  const extra = text.slice(span.start, start) + text.slice(end, span.end);
  const contains = span.start <= start && end <= span.end;
  const oneGrapheme = [...graphemes.segment(text.slice(span.start, span.end).trim())].length === 1;
  const normalized = contains && (oneGrapheme || /^[\p{M}\p{White_Space}\u3131-\u318e]*$/u.test(extra));
  const unknownByte = bytes.length === 1 && own === undefined && start < span.end && span.start < end;
  assert.ok(
    putInFront || normalized || unknownByte,
    `${own} stands on ${span.start}–${span.end}, in the library on ${start}–${end}`,
  );
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function idsOf(tokens: readonly Token[]): readonly number[] {
  return tokens.map(({ id }) => id);
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
