// Laws that every kind of tokenizer obeys on random texts; the golden tests check the exact ids.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Token } from '../../../src/contract/tokens.ts';
import { loadTokenizer, type Tokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { randomText } from './randomText.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures/tokenizers');
const TEXTS = 150;
/** The characters that SentencePiece's and BERT's normalizers drop, and pre-tokenizers that split at white space. */
const NO_INK = /^[\p{White_Space}\p{M}\p{C}\u2581\ufffd]*$/u;

interface Kind {
  /** The characters that may be in no token. */
  readonly dropped: RegExp;
  readonly merges: 'byte' | 'character' | undefined;
}

const NOTHING = /^$/;
const KINDS: Readonly<Record<string, Kind>> = {
  'byte-level-prefix-space': { dropped: NOTHING, merges: 'byte' },
  'byte-level-split': { dropped: NOTHING, merges: 'byte' },
  'spm-bpe-prepend': { dropped: NOTHING, merges: 'character' },
  'spm-bpe-metaspace': { dropped: NOTHING, merges: 'character' },
  'spm-bpe-gemma': { dropped: NOTHING, merges: 'character' },
  'unigram-precompiled': { dropped: NO_INK, merges: undefined },
  'unigram-nfkc-bytes': { dropped: NO_INK, merges: undefined },
  'word-piece-uncased': { dropped: NO_INK, merges: undefined },
  'word-piece-cased': { dropped: NO_INK, merges: undefined },
  'bpe-word-ends': { dropped: NO_INK, merges: undefined },
};

for (const [name, { dropped, merges }] of Object.entries(KINDS)) {
  describe(`${name}, on ${TEXTS} texts from a seed`, () => {
    const loading = loadTokenizer(join(FIXTURES, name));
    const law = (title: string, holds: Law) => test(title, async () => onEveryText(await loading, holds));

    law('places are in order, inside the text, and bytes and characters agree', (_, text, tokens) => {
      let [unit, byte] = [0, 0];
      for (const { span, byteSpan } of tokens) {
        assert.ok(span.start >= unit && span.end >= span.start && span.end <= text.length, 'a step back, or outside');
        assert.ok(byteSpan.start >= byte && byteSpan.end >= byteSpan.start, 'a step back in bytes');
        const bytesBefore = (to: number) => Buffer.byteLength(text.toWellFormed().slice(0, to));
        assert.ok(bytesBefore(span.start) <= byteSpan.start && byteSpan.end <= bytesBefore(span.end));
        [unit, byte] = [span.start, byteSpan.start];
      }
    });
    law('all that is in no token may be dropped', (_, text, tokens) => {
      let done = 0;
      for (const { span } of [...tokens, { span: { start: text.length, end: text.length } }]) {
        const gap = text.slice(done, Math.max(done, span.start));
        assert.match(gap, dropped, `${JSON.stringify(gap)} at ${done} is in no token`);
        done = Math.max(done, span.end);
      }
    });
    law('no place begins or ends inside a character', (_, text, tokens) => {
      const middle = new Set<number>();
      let at = 0;
      for (const character of text) {
        if (character.length === 2) middle.add(at + 1);
        at += character.length;
      }
      for (const { span } of tokens) assert.ok(!middle.has(span.start) && !middle.has(span.end));
    });
    law('counting is cutting without places', (tokenizer, text, tokens) => {
      assert.equal(tokenizer.count(text), tokens.length);
    });
    law('a token is the vocabulary entry of its id', (tokenizer, _, tokens) => {
      for (const { id, bytes, text } of tokens) assert.deepEqual({ bytes, text }, pick(tokenizer.piece(id)));
    });
    test('a replay of merges begins with what the merges begin with', async () => {
      assert.equal((await loading).mergeRanks?.unit, merges);
    });
  });
}

test('SentencePiece without a space in front: the tokens in a row are the text, ▁ a space', async () => {
  const tokenizer = await loadTokenizer(join(FIXTURES, 'spm-bpe-gemma'));
  onEveryText(tokenizer, (_, text, tokens) => {
    const joined = Buffer.from(tokens.flatMap(({ bytes }) => bytes));
    assert.equal(joined.toString(), text.toWellFormed().replaceAll('▁', ' '));
  });
});

// spm-bpe-prepend: ▁ is put in front; é is not in the vocabulary, only <0xC3> and <0xA9> are; ▁o is.
test('a character in bytes, and the space in front, by hand', async () => {
  const tokens = (await loadTokenizer(join(FIXTURES, 'spm-bpe-prepend'))).encode('é o');
  assert.deepEqual(
    tokens.map(({ text, span, byteSpan }) => [text, span.start, span.end, byteSpan.start, byteSpan.end]),
    [
      [' ', 0, 0, 0, 0],
      [undefined, 0, 1, 0, 1],
      [undefined, 0, 1, 1, 2],
      [' o', 1, 3, 2, 4],
    ],
  );
});

test('a replay of merges makes the tokens of a SentencePiece word', async () => {
  const { encode, mergeRanks } = await loadTokenizer(join(FIXTURES, 'spm-bpe-prepend'));
  const [token] = encode('the');
  assert.equal(token.text, ' the');
  const bytes = (text: string) => [...Buffer.from(text)];
  const ranks = [mergeRanks?.rank(bytes(' '), bytes('t')), mergeRanks?.rank(bytes(' t'), bytes('he'))];
  assert.ok(ranks.every((rank) => rank !== undefined));
});

test('what the tokenizer puts in front stands on nothing, and is not counted', async () => {
  const tokenizer = await loadTokenizer(join(FIXTURES, 'spm-bpe-prepend'));
  const [first, ...others] = tokenizer.encode('a', { special: true });
  assert.deepEqual(
    { id: first.id, text: first.text, span: first.span },
    { id: 1, text: '<s>', span: { start: 0, end: 0 } },
  );
  assert.ok(first.special);
  assert.deepEqual(others, tokenizer.encode('a'));
  assert.equal(tokenizer.count('a'), others.length);
  assert.equal(tokenizer.encode('<s>a', { special: true }).filter(({ id }) => id === 1).length, 1, 'a second <s>');
});

test('1 MB without a space is cut to its end', async () => {
  // Quadratic time would be minutes and end the test run.
  for (const name of ['spm-bpe-prepend', 'unigram-nfkc-bytes', 'word-piece-uncased']) {
    const tokens = (await loadTokenizer(join(FIXTURES, name))).encode('a'.repeat(1_000_000));
    assert.equal(tokens[tokens.length - 1].span.end, 1_000_000);
  }
});

type Law = (tokenizer: Tokenizer, text: string, tokens: readonly Token[]) => void;

function onEveryText(tokenizer: Tokenizer, holds: Law): void {
  for (let seed = 0; seed < TEXTS; seed++) {
    const text = randomText(seed);
    try {
      holds(tokenizer, text, tokenizer.encode(text));
    } catch (error) {
      throw new Error(`seed ${seed}, ${JSON.stringify(text)}`, { cause: error });
    }
  }
}

function pick({ bytes, text }: { readonly bytes: readonly number[]; readonly text: string | undefined }) {
  return { bytes, text };
}
