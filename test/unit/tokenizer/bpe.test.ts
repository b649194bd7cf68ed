import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergePairs } from '../../../src/tokenizer/bpe.ts';
import { randomOf } from '../random.ts';

const RANKS = { a: 0, b: 1, c: 2, bc: 3, ab: 4, abc: 5 };

// bc (3) has a lower rank than ab (4) and is merged first: a·bc. Then a + bc = abc (5) is merged, too.
test('the pair of lowest rank is joined first, then what it makes possible', () => {
  assert.deepEqual(merged('abc', { ...RANKS, abc: undefined }), [0, 3]);
  assert.deepEqual(merged('abc', RANKS), [5]);
});

// aaaa has three places for aa, of which the leftmost is merged first: aa·a·a, then aa·aa.
test('of equal pairs the leftmost is joined first', () => {
  assert.deepEqual(merged('aaaaa', { a: 0, aa: 1 }), [1, 1, 0]);
});

test('a pair whose half was joined with another is forgotten', () => {
  assert.deepEqual(merged('cabc', { a: 0, b: 1, c: 2, ab: 3, bc: 4, ca: 5 }), [2, 3, 2]);
});

test('no word, no tokens', () => assert.deepEqual(merged('', RANKS), []));

test('the same as searching all pairs each time, on 500 words and vocabularies from a seed', () => {
  for (let seed = 0; seed < 500; seed++) {
    const random = randomOf(seed).next;
    const ranks = randomRanks(random);
    const word = Array.from({ length: 30 }, () => 'abc'[Math.floor(random() * 3)]).join('');
    assert.deepEqual(
      merged(word, ranks),
      naivelyMerged(word, ranks),
      `seed ${seed}, ${word}, ${JSON.stringify(ranks)}`,
    );
  }
});

type Ranks = Readonly<Record<string, number | undefined>>;

function merged(word: string, ranks: Ranks): (number | undefined)[] {
  const starts = mergePairs(word.length, (first, _, end) => ranks[word.slice(first, end)]);
  return starts.map((start, i) => ranks[word.slice(start, starts[i + 1])]);
}

/** Byte-pair encoding exactly as it is defined. */
function naivelyMerged(word: string, ranks: Ranks): (number | undefined)[] {
  const parts = [...word];
  while (true) {
    const joined = parts.slice(1).map((part, i) => ranks[parts[i] + part] ?? Number.POSITIVE_INFINITY);
    const lowest = Math.min(...joined);
    if (lowest === Number.POSITIVE_INFINITY) return parts.map((part) => ranks[part]);
    const at = joined.indexOf(lowest);
    parts.splice(at, 2, parts[at] + parts[at + 1]);
  }
}

/** a, b and c, and tokens made of two earlier ones, in a random order of ranks. */
function randomRanks(random: () => number): Ranks {
  const tokens = new Set(['a', 'b', 'c']);
  const one = () => [...tokens][Math.floor(random() * tokens.size)];
  while (tokens.size < 20) tokens.add(one() + one());
  const order = [...tokens].map((token) => ({ token, place: random() })).sort((x, y) => x.place - y.place);
  return Object.fromEntries(order.map(({ token }, rank) => [token, rank]));
}
