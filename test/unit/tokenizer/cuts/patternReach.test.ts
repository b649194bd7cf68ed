import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { patternReach } from '../../../../src/tokenizer/cuts/patternReach.ts';

/** What each can tell of what follows the letter a: the characters that it may ask for. */
const FOLLOWERS: readonly [pattern: RegExp, told: string][] = [
  [/a/gu, ''],
  [/a+/gu, 'a'],
  [/ab|cd/gu, 'b'],
  [/(?:a|b)+c?/gu, 'abc'],
  [/ab?c/gu, 'bc'],
  [/a(?=b)c/gu, 'bc'],
  [/a(?!b)/gu, 'b'],
  [/(?=ab)c|d/gu, 'b'],
  [/a{2}b/gu, 'ab'],
  [/(?:(?=(?<_0>a+))\k<_0>)b/gu, 'ab'],
  [/(?i:A)c/gu, 'c'],
  [/a$/gu, 'abcd'], // the end is told from anything
];

describe('a match that has read a may look for', () => {
  for (const [pattern, told] of FOLLOWERS) {
    test(`${pattern}: ${told || 'nothing'}`, () => {
      const reach = patternReach(pattern);
      assert.equal(Array.from('abcd', (next) => (reach?.couples('a', next) ? next : '')).join(''), told);
    });
  }
});

describe('nothing is known of', () => {
  for (const pattern of [
    /(?<=a)b/gu,
    /^a/gu,
    /\ba/gu,
    /(a)\1/gu,
    /a*/gu,
    /a|(?=b)/gu,
    /a/g,
    new RegExp('a'.repeat(3_000), 'gu'),
  ])
    test(String(pattern).slice(0, 30), () => assert.equal(patternReach(pattern), undefined));
});

describe('a character is in a match', () => {
  const MATCHED: readonly [pattern: RegExp, character: string, matched: string][] = [
    [/\p{L}+|\p{N}/gu, 'a', 'always'],
    [/[^a]?\p{L}+/gu, 'b', 'always'],
    [/ab/gu, 'a', 'maybe'],
    [/a(?=b)/gu, 'a', 'maybe'],
    [/(?:(?=(?<_0>a?))\k<_0>)a/gu, 'a', 'maybe'], // the first takes it and never gives it back
    [/b(?=a)/gu, 'a', 'never'],
  ];
  for (const [pattern, character, matched] of MATCHED)
    test(`${pattern}: ${character} ${matched}`, () => assert.equal(patternReach(pattern)?.matched(character), matched));
});
