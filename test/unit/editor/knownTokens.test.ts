// Tokens in parts that come in any order, and the steps of colour that they get.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STEPS, stepOf } from '../../../src/contract/coloring.ts';
import type { SurprisalPart } from '../../../src/contract/documentReading.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { KnownTokens } from '../../../src/editor/knownTokens.ts';

/** Tokens of two characters each. */
function part(first: number, count: number): SurprisalPart {
  const from = Array.from({ length: count }, (_, i) => first + i);
  return {
    first: first as TokenIndex,
    ids: Uint32Array.from(from, (i) => 100 + i),
    starts: Uint32Array.from(from, (i) => 2 * i),
    ends: Uint32Array.from(from, (i) => 2 * i + 2),
    bits: Float32Array.from(from, (i) => (i === 0 ? Number.NaN : i)),
    ranks: Float32Array.from(from, (i) => (i === 0 ? Number.NaN : 10 * i)),
  };
}

test('tokens are found by their places, whatever came first', () => {
  const known = new KnownTokens();
  known.add([part(4, 3)]);
  known.add([part(0, 3)]);
  assert.deepEqual(
    [...known.between(3, 10)].map(({ token }) => token),
    [1, 2, 4],
  );
  assert.deepEqual(known.at(9), { token: 4, id: 104, start: 8, end: 10, bits: 4, rank: 40 });
  assert.equal(known.at(6), undefined);
  assert.deepEqual([known.covers(5), known.covers(6), known.covers(13), known.covers(14)], [true, false, true, false]);
  assert.equal(known.count, 6);
  assert.equal(known.meanBits, (1 + 2 + 4 + 5 + 6) / 5, 'without the first one, which nothing predicts');
});

test('a token that stands for no character is nowhere', () => {
  const known = new KnownTokens();
  known.add([{ ...part(0, 2), starts: Uint32Array.of(0, 0), ends: Uint32Array.of(0, 2) }]);
  assert.deepEqual(
    [...known.between(0, 2)].map(({ token }) => token),
    [1],
  );
});

test('steps begin where the legend says, and the likely has none', () => {
  for (const mode of ['surprisal', 'rank'] as const) {
    assert.equal(stepOf(mode, 0), undefined);
    assert.equal(stepOf(mode, Number.NaN), undefined);
    for (const [step, least] of STEPS[mode].entries()) assert.equal(stepOf(mode, least), step);
    assert.equal(stepOf(mode, 1e9), STEPS[mode].length - 1);
  }
  assert.equal(stepOf('surprisal', 0.99), undefined);
  assert.equal(stepOf('surprisal', 7), 4);
});
