// Places that are cuts and places that are none, by hand; chunkCounts.test.ts tries many texts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadOpenAiEncoding } from '../../../../src/tokenizer/openAiEncoding.ts';
import type { Tokenizer } from '../../../../src/tokenizer/tokenizer.ts';
import { fixture, madeTokenizer } from '../madeTokenizer.ts';
import { VARIANTS } from '../tokenizerVariants.ts';

/** | stands at the place. */
const CASES: readonly [place: string, kind: string, isCut: boolean, why: string][] = [
  ['one| two', 'o200k_base', true, 'a word ends'],
  ['模型|。', 'o200k_base', true, 'letters and punctuation are in no word together'],
  ['x7|\r\n', 'o200k_base', true, 'digits end before a line does'],
  ["it|'s", 'o200k_base', false, 'the contraction belongs to the word'],
  ["it|'s", 'cl100k_base', true, 'it is a word of its own'],
  ['on|e', 'o200k_base', false, 'letters are in one word'],
  ['x.| y', 'o200k_base', false, 'only letters and digits are tried'],
  ['one| \u0301', 'o200k_base', false, 'the space has a mark'],
  ['\u0600a| b', 'o200k_base', false, 'the letter may not be a grapheme'],
  ['beta| b', 'a mark that joins what is before it', false, 'tá and a space are taken out together'],
  ['bets| b', 'a mark that joins what is before it', true, 'nothing is made of the letter'],
  ['fo| b', 'added tokens that take white space', false, 'foo ends with the letter, and takes what follows'],
  ['fx| b', 'added tokens that take white space', true, 'no added token ends with it'],
];

async function tokenizerOf(kind: string): Promise<Tokenizer> {
  if (kind === 'o200k_base' || kind === 'cl100k_base') return await loadOpenAiEncoding(kind);
  const { of, steps } = VARIANTS[kind];
  return await madeTokenizer({ ...(await fixture(of)), ...steps });
}

describe('a place is a cut or not', () => {
  for (const [place, kind, isCut, why] of CASES) {
    test(`${JSON.stringify(place)}, ${kind}: ${why}`, async () => {
      const [before, behind] = place.split('|');
      assert.equal((await tokenizerOf(kind)).isCut(before + behind, before.length), isCut);
    });
  }
});
