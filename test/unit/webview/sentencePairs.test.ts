// What of the pairs of two texts is shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentencePair } from '../../../src/contract/sentences.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import {
  drawnTokens,
  EVEN_SHARES,
  endOfShares,
  strongestPairs,
  tint,
  tokenShares,
} from '../../../webview/lab/sentences/pairs.ts';
import { sentenceTable } from '../../../webview/lab/sentences/sentenceNumbers.ts';

const token = (text: string) => ({ id: 0, text, bytes: [] }) as unknown as Token;

/** Two tokens and three. */
const PAIR: SentencePair = {
  tokens: ['a', 'b'].map(token),
  otherTokens: ['x', 'y', 'z'].map(token),
  pooling: 'mean',
  ownPooling: 'mean',
  width: 2,
  maps: 0,
  cosine: 0.5,
  cosines: { rows: 2, columns: 3, values: Float32Array.of(1, 0, 0.5, -1, 0.25, 0.75) },
  shares: { rows: 2, columns: 3, values: Float32Array.of(0.5, 0, 0.125, -0.25, 0.125, 0) },
};
const WITHOUT: SentencePair = { ...PAIR, shares: undefined };

test('a token has the shares of all its pairs, and those of a text sum to the cosine', () => {
  const shares = tokenShares(PAIR);
  assert.deepEqual(
    [[...(shares?.ours ?? [])], [...(shares?.theirs ?? [])]],
    [
      [0.625, -0.125],
      [0.25, 0.125, 0.125],
    ],
  );
  assert.equal(tokenShares(WITHOUT), undefined);
});

test('tints are of one scale for any two texts: even shares of a cosine of 1, and no further than its end', () => {
  assert.deepEqual([...tint([0.25, 0.25, 0.25, 0.25])], Array(4).fill(1 / EVEN_SHARES));
  assert.deepEqual([...tint([2, -2, 0, 0.5])], [1, -1, 0, 0.5]);
  assert.equal(endOfShares(6), EVEN_SHARES / 6);
});

test('what matters most is drawn, in the order of the text', () => {
  assert.deepEqual(drawnTokens(PAIR, 2), { rows: [0, 1], columns: [0, 1] });
  assert.deepEqual(drawnTokens(PAIR, 1), { rows: [0], columns: [0] });
  assert.deepEqual(drawnTokens(WITHOUT, 1), { rows: [0], columns: [0] }); // by the best cosine
});

test('pairs are listed by what they add, or by how alike they are', () => {
  const listed = (pair: SentencePair) =>
    strongestPairs(pair, 2).map(({ ours, theirs, share, cosine }) => [ours, theirs, share, cosine]);
  assert.deepEqual(listed(PAIR), [
    [0, 0, 0.5, 1],
    [0, 2, 0.125, 0.5],
  ]);
  assert.deepEqual(listed(WITHOUT), [
    [0, 0, undefined, 1],
    [1, 2, undefined, 0.75],
  ]);
});

test('the table has every pair, with shares where there are some', () => {
  const { columns, rows } = sentenceTable(PAIR);
  assert.deepEqual(
    [columns.map(({ key }) => key), rows.length],
    [['token', 'position', 'otherToken', 'otherPosition', 'cosine', 'share'], 6],
  );
  assert.deepEqual(rows[3].slice(1), [1, PAIR.otherTokens[0], 0, -1, -0.25]);
  assert.equal(sentenceTable(WITHOUT).columns.length, 5);
});
