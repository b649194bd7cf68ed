// Saved numbers against those that come out now: what is the same, what differs and by how much, what is missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionNumbers } from '../../../../src/contract/session.ts';
import type { TokenIndex } from '../../../../src/contract/tokens.ts';
import { compareNumbers } from '../../../../webview/session/compareNumbers.ts';
import { comparisonWords } from '../../../../webview/session/comparisonWords.ts';
import { written } from '../../../../webview/session/written.ts';
import { SAMPLE } from '../../sessions/sampleSession.ts';

const saved = SAMPLE.numbers;
const of = (now: SessionNumbers, quantity: string) =>
  compareNumbers(saved, now).find((one) => one.quantity === quantity) ?? assert.fail(quantity);

test('the same numbers are the same, those that are no numbers included', () => {
  const comparisons = compareNumbers(saved, structuredClone(saved));
  assert.equal(comparisons.length, 7); // the eighth has no number in the sample, and is not spoken of
  for (const { quantity, compared, missing, largest } of comparisons) {
    assert.ok(compared > 0, quantity);
    assert.deepEqual([missing, largest], [0, 0], quantity);
  }
});

const CHANGED: readonly (readonly [string, SessionNumbers, number, boolean])[] = [
  ['next', { next: { entropyBits: 1, candidates: [{ id: 8, logit: 0, probability: 0.7504 }] } }, 0.0004, true],
  ['next', { next: { entropyBits: 1, candidates: [{ id: 8, logit: 0, probability: 0.752 }] } }, 0.002, false],
  // a token that is no longer listed is less probable than the last one that is
  ['next', { next: { entropyBits: 1, candidates: [{ id: 3, logit: 0, probability: 0.25 }] } }, 0.5, false],
  ['surprisals', { surprisals: [0, 3.254, 'Infinity', 1, 2] }, 0.004, true],
  ['surprisals', { surprisals: [0, 3.25, 9, 1, 2] }, Number.POSITIVE_INFINITY, false],
  ['generated', { generated: [0.5, 0.25, 'Infinity'] }, Number.POSITIVE_INFINITY, false],
];
for (const [quantity, now, largest, isSame] of CHANGED) {
  test(`${quantity}: ${JSON.stringify(now)} ${isSame ? 'looks the same' : 'differs'}`, () => {
    const found = of(now, quantity);
    assert.ok(found.largest === largest || Math.abs(found.largest - largest) < 1e-9, String(found.largest));
    assert.equal(found.isSame, isSame);
  });
}

test('what was not computed again is counted, and not called the same', () => {
  assert.deepEqual(of({}, 'surprisals'), {
    quantity: 'surprisals',
    unit: 'bits',
    compared: 0,
    missing: 5,
    largest: 0,
    isSame: false,
  });
  const short = of({ surprisals: [0, 3.25] }, 'surprisals');
  assert.deepEqual([short.compared, short.missing], [2, 3]);
  assert.deepEqual(comparisonWords([]), ['No saved number was compared.']);
  assert.deepEqual(comparisonWords([short]), [
    'The same numbers came out, to the last digit.',
    'Surprises of the tokens: 3 of 5 numbers were not computed again.',
  ]);
});

test('a part is known again by its place, and a cell only with the same metric', () => {
  const part = { start: 0 as TokenIndex, end: 1 as TokenIndex, kind: 'group', bits: -0.25 } as const;
  assert.equal(of({ mattered: { mode: 'hide', bits: 1, parts: [part] } }, 'mattered').largest, 0.25);
  assert.ok(saved.patching);
  assert.deepEqual(of({ patching: { ...saved.patching, minus: 1 } }, 'patching').missing, 2);
});

test('nine digits tell any two neighbours of 32 bits apart', () => {
  for (const value of [0.1, 1 / 3, 123456.7, 1e-30, 3.4e38]) {
    const [float] = new Float32Array([value]);
    const bits = new Uint32Array(new Float32Array([value]).buffer);
    bits[0]++;
    const [neighbour] = new Float32Array(bits.buffer);
    assert.equal(Math.fround(Number(written(float))), float);
    assert.notEqual(written(float), written(neighbour));
  }
  assert.deepEqual([Number.NaN, -1 / 0, 1 / 0].map(written), ['NaN', '-Infinity', 'Infinity']);
});
