// Laws that the spans of every kind of tokenizer obey on random texts, and one example by hand.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Token, TokenizerRef } from '../../../src/contract/tokens.ts';
import { tokenizerOf } from '../../../src/tokenizer/loadedTokenizers.ts';
import type { Tokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { randomText } from './randomText.ts';

const ROOT = join(import.meta.dirname, '../../..');
const EMBEDDED: TokenizerRef = { kind: 'folder', folder: join(ROOT, 'media/model') };
const GPT2: TokenizerRef = { kind: 'folder', folder: join(ROOT, 'test/golden/fixtures/tokenizers/gpt2') };
const NEOX: TokenizerRef = { kind: 'folder', folder: join(ROOT, 'test/golden/fixtures/tokenizers/gpt-neox-20b') };
const TEXTS = 400;

const exact: Readonly<Record<string, TokenizerRef>> = {
  embedded: EMBEDDED,
  gpt2: GPT2,
  o200k_base: { kind: 'openai', encoding: 'o200k_base' },
  cl100k_base: { kind: 'openai', encoding: 'cl100k_base' },
  p50k_base: { kind: 'openai', encoding: 'p50k_base' },
  r50k_base: { kind: 'openai', encoding: 'r50k_base' },
};

for (const [name, ref] of Object.entries(exact)) {
  describe(`${name}, on ${TEXTS} texts from a seed`, () => {
    law('the tokens in a row are the bytes of the text', ref, (_, text, tokens) => {
      let at = 0;
      for (const { byteSpan, bytes } of tokens) {
        assert.deepEqual(byteSpan, { start: at, end: at + bytes.length });
        at = byteSpan.end;
      }
      assert.deepEqual(Buffer.from(tokens.flatMap((token) => token.bytes)), Buffer.from(text));
    });
    law('a token stands on all characters its bytes touch', ref, (_, text, tokens) => {
      const characters = charactersOf(text);
      for (const { byteSpan, span } of tokens) {
        const touched = characters.filter(({ byte, bytes }) => byte < byteSpan.end && byte + bytes > byteSpan.start);
        const last = touched[touched.length - 1];
        assert.deepEqual(span, { start: touched[0].unit, end: last.unit + last.units });
      }
    });
    law('a token has a text exactly where it ends between characters', ref, (_, text, tokens) => {
      const borders = new Set([0, ...charactersOf(text).map(({ byte, bytes }) => byte + bytes)]);
      for (const { byteSpan, span, text: own } of tokens) {
        const whole = borders.has(byteSpan.start) && borders.has(byteSpan.end);
        assert.equal(own, whole ? text.slice(span.start, span.end).toWellFormed() : undefined);
      }
    });
    law('decoding gives the text back', ref, (tokenizer, text, tokens) => {
      assert.equal(tokenizer.decode(tokens.map((token) => token.id)), text.toWellFormed());
    });
    law('counting is cutting without places', ref, (tokenizer, text, tokens) => {
      assert.equal(tokenizer.count(text), tokens.length);
    });
  });
}

describe(`gpt-neox-20b, which normalizes, on ${TEXTS} texts from a seed`, () => {
  law('decoding gives the normalized text', NEOX, (tokenizer, text, tokens) => {
    const sections = text.toWellFormed().split('<|endoftext|>');
    const normalized = sections.map((section) => section.normalize('NFC')).join('<|endoftext|>');
    assert.equal(tokenizer.decode(tokens.map((token) => token.id)), normalized);
  });
  law('the tokens cover the text in order, without a gap', NEOX, (_, text, tokens) => {
    let [byte, unit] = [0, 0];
    for (const { byteSpan, span } of tokens) {
      assert.ok(byteSpan.start <= byte && span.start <= unit, 'a gap');
      assert.ok(byteSpan.end >= byte && span.end >= unit, 'a step back');
      [byte, unit] = [byteSpan.end, span.end];
    }
    assert.deepEqual([byte, unit], [Buffer.byteLength(text), text.length]);
  });
  law('what stands at a place normalizes to what contains the token', NEOX, (_, text, tokens) => {
    for (const { span, text: own } of tokens) {
      if (own)
        assert.ok(text.slice(span.start, span.end).toWellFormed().normalize('NFC').includes(own.normalize('NFC')));
    }
  });
  test('a letter and its mark are one place where they become one character', async () => {
    const tokens = (await tokenizerOf(NEOX)).encode('cafe\u0301!');
    assert.deepEqual(places(tokens), ['c 0–1', 'af 1–3', 'é 3–5', '! 5–6']);
  });
});

// GPT-2's vocabulary has no token for 蘋, which is E8 98 8B in UTF-8; the space before it is in the first of its three
// tokens.
test('a character that is three tokens, by hand: each stands on all of it', async () => {
  const tokens = (await tokenizerOf(GPT2)).encode('a 蘋');
  assert.deepEqual(
    tokens.map(({ bytes }) => bytes.map((byte) => byte.toString(16))),
    [['61'], ['20', 'e8'], ['98'], ['8b']],
  );
  assert.deepEqual(places(tokens), ['a 0–1', 'undefined 1–3', 'undefined 2–3', 'undefined 2–3']);
});

test('a special token written in the text is one token', async () => {
  const tokens = (await tokenizerOf(GPT2)).encode('a<|endoftext|>b');
  assert.deepEqual(
    tokens.map(({ id, special }) => [id, special]),
    [
      [64, false],
      [50256, true],
      [65, false],
    ],
  );
});

test('no text, no tokens', async () => {
  for (const ref of Object.values(exact)) assert.deepEqual((await tokenizerOf(ref)).encode(''), []);
});

for (const [name, text] of Object.entries({
  'one word': 'a'.repeat(1_000_000),
  spaces: ' '.repeat(1_000_000),
  'Chinese without a stop': '中文字接龍注意力'.repeat(40_000),
})) {
  // Quadratic time would be minutes, and a stack as deep as the word would overflow: both would end the test run.
  test(`1 MB of ${name} is cut to its end`, async () => {
    for (const ref of [EMBEDDED, exact.cl100k_base]) {
      const tokens = (await tokenizerOf(ref)).encode(text);
      assert.equal(tokens[tokens.length - 1].span.end, text.length);
    }
  });
}

function law(
  name: string,
  ref: TokenizerRef,
  holds: (tokenizer: Tokenizer, text: string, tokens: readonly Token[]) => void,
): void {
  test(name, async () => {
    const tokenizer = await tokenizerOf(ref);
    for (let seed = 0; seed < TEXTS; seed++) {
      const text = randomText(seed);
      try {
        holds(tokenizer, text, tokenizer.encode(text));
      } catch (error) {
        throw new Error(`seed ${seed}, ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });
}

function charactersOf(text: string) {
  let [byte, unit] = [0, 0];
  return Array.from(text, (character) => {
    const place = { byte, unit, bytes: Buffer.byteLength(character), units: character.length };
    byte += place.bytes;
    unit += place.units;
    return place;
  });
}

function places(tokens: readonly Token[]): string[] {
  return tokens.map(({ text, span }) => `${text} ${span.start}–${span.end}`);
}
