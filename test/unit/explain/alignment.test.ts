// Tokens of two readings that stand for one another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alignedByIndex,
  alignedTexts,
  alignedTokens,
  type CutText,
  commonPlaces,
  type Piece,
} from '../../../src/explain/alignment.ts';
import { randomOf } from '../random.ts';

/** 'ab|c' as a text of two tokens; '|' in front is a token without bytes. */
function cut(written: string): CutText {
  const parts = written.split('|');
  const ends = parts.map((_, i) => parts.slice(0, i + 1).join('').length);
  return { bytes: new TextEncoder().encode(parts.join('')), ends };
}

/** Each piece as the tokens of both sides: 'ab+c=a+bc' */
function written(pieces: readonly Piece[], ours: string, theirs: string): readonly string[] {
  const side = (text: string, { start, end }: Piece['ours']) =>
    text
      .split('|')
      .slice(start, end)
      .map((token) => token || '∅')
      .join('+');
  return pieces.map((piece) => `${side(ours, piece.ours)}${piece.isSame ? '=' : '≠'}${side(theirs, piece.theirs)}`);
}

const texts = (ours: string, theirs: string) => written(alignedTexts(cut(ours), cut(theirs)), ours, theirs);
const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const tokens = (ours: string, theirs: string) =>
  written(alignedTokens(letters(ours), letters(theirs)), [...ours].join('|'), [...theirs].join('|'));

test('of several places that would do, the one behind the meeting before', () => {
  assert.deepEqual(tokens('ab.cd.', 'xb.'), ['a≠x', 'b=b', '.=.', 'c≠', 'd≠', '.≠']);
  assert.deepEqual(tokens('xb.', 'ab.cd.'), ['x≠a', 'b=b', '.=.', '≠c', '≠d', '≠.']);
  assert.deepEqual(tokens('aab', 'ab'), ['a=a', 'a≠', 'b=b']);
});

test('texts of as many tokens stand side by side', () => {
  assert.deepEqual(
    alignedByIndex([1, 2], [1, 3]).map(({ isSame }) => isSame),
    [true, false],
  );
});

test('tokens meet their like, and what lies between stands side by side', () => {
  assert.deepEqual(tokens('abcd', 'axcd'), ['a=a', 'b≠x', 'c=c', 'd=d']);
  assert.deepEqual(tokens('abc', 'axybc'), ['a=a', '≠x', '≠y', 'b=b', 'c=c']);
  assert.deepEqual(tokens('abc', 'c'), ['a≠', 'b≠', 'c=c']);
  assert.deepEqual(tokens('abc', 'axyc'), ['a=a', '≠x', 'b≠y', 'c=c']); // y and b are read before the same c
  assert.deepEqual(tokens('abcd', 'axd'), ['a=a', 'b≠', 'c≠x', 'd=d']);
  assert.deepEqual(tokens('ab', 'axy'), ['a=a', 'b≠x', '≠y']);
  assert.deepEqual(tokens('', 'ab'), ['≠a', '≠b']);
});

test('one text that is cut in two ways has a piece wherever both cuts are', () => {
  assert.deepEqual(texts('ab|c|de', 'a|bc|d|e'), ['ab+c=a+bc', 'de=d+e']);
  assert.deepEqual(texts('abc', 'a|b|c'), ['abc=a+b+c']);
});

test('a token without bytes, as one in front of the text, is a piece of its own', () => {
  assert.deepEqual(texts('|ab|c', 'a|b|c'), ['∅≠', 'ab=a+b', 'c=c']);
  assert.deepEqual(texts('|ab', '|a|b'), ['∅=∅', 'ab=a+b']);
});

test('other texts, cut in other ways, meet where they are the same', () => {
  assert.deepEqual(texts('The| cat| sat', 'The| dog|gy| s|at'), ['The=The', ' cat≠ dog+gy', ' sat= s+at']);
  assert.deepEqual(texts('a| c', 'a| big| c'), ['a=a', '≠ big', ' c= c']);
  assert.deepEqual(texts('a c', 'a| big| c'), ['a c≠a+ big+ c']);
});

test('all tokens are in a piece, in order, whatever the texts are', () => {
  const random = randomOf(3);
  const text = () =>
    Array.from({ length: 1 + Math.floor(random.next() * 12) }, () => 'ab|c'[Math.floor(random.next() * 4)]).join('');
  for (let i = 0; i < 2000; i++) {
    const [a, b] = [cut(text()), cut(text())];
    for (const pieces of [alignedTexts(a, b), alignedTokens([...a.bytes], [...b.bytes])]) {
      for (const side of ['ours', 'theirs'] as const)
        for (const [at, piece] of pieces.entries())
          assert.equal(piece[side].start, at === 0 ? 0 : pieces[at - 1][side].end);
      assert.ok(pieces.every(({ ours, theirs }) => ours.end > ours.start || theirs.end > theirs.start));
    }
    const last = alignedTexts(a, b).at(-1);
    assert.deepEqual([last?.ours.end, last?.theirs.end], [a.ends.length, b.ends.length]);
  }
});

test('a text beside itself is the same everywhere, and sides can be exchanged', () => {
  const random = randomOf(5);
  for (let i = 0; i < 200; i++) {
    const a = Array.from({ length: 20 }, () => Math.floor(random.next() * 3));
    const b = Array.from({ length: 15 }, () => Math.floor(random.next() * 3));
    assert.ok(alignedTokens(a, a).every(({ isSame }) => isSame));
    assert.equal(commonPlaces(a, b).length, commonPlaces(b, a).length);
  }
});

test('as many places as possible: the length of the longest common subsequence, by its recurrence', () => {
  const random = randomOf(9);
  for (let i = 0; i < 200; i++) {
    const a = Array.from({ length: Math.floor(random.next() * 14) }, () => Math.floor(random.next() * 3));
    const b = Array.from({ length: Math.floor(random.next() * 14) }, () => Math.floor(random.next() * 3));
    const places = commonPlaces(a, b);
    assert.ok(
      places.every(([x, y], at) => a[x] === b[y] && (at === 0 || (x > places[at - 1][0] && y > places[at - 1][1]))),
    );
    assert.equal(places.length, longest(a, b));
  }
});

function longest(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const row: number[] = Array(b.length + 1).fill(0);
  for (const x of a) {
    const above = [...row];
    for (const [j, y] of b.entries()) row[j + 1] = x === y ? above[j] + 1 : Math.max(above[j + 1], row[j]);
  }
  return row[b.length];
}
