// What a session holds of votes in a model with layers that do not attend: older sessions, which know no heads there, are
// compared as they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionVotes } from '../../../../src/contract/session.ts';
import type { TokenVotes } from '../../../../src/contract/votes.ts';
import { compareNumbers } from '../../../../webview/session/compareNumbers.ts';
import { votesOf } from '../../../../webview/session/written.ts';

const NOTHING = { rows: 3, columns: 0, values: new Float32Array(0) };
/** A layer of attention with two heads, one with a state of three and one with a convolution: sums of powers of two. */
const VOTES = {
  position: 1,
  target: { id: 7 },
  tokenEmbedding: 1,
  positionEmbedding: 0,
  mixing: [
    { kind: 'attention', heads: 2 },
    { kind: 'state', heads: 3 },
    { kind: 'convolution', heads: 1 },
  ],
  heads: { rows: 3, columns: 3, values: Float32Array.of(1, 2, 0, 4, 8, 16, 32, 0, 0) },
  attentionBiases: Float32Array.of(0.5, 0.25, 0.125),
  mlps: Float32Array.of(-1, -2, -4),
  normBias: 0,
  unembeddingBias: 0,
  sum: 57.875,
  logit: 57.875,
} as unknown as TokenVotes;
const OLDER: SessionVotes = {
  ...{ position: 1 as SessionVotes['position'], target: 7, sum: 57.875, logit: 57.875 },
  heads: [1, 2, 0, 0, 0, 0],
  mlps: [-1, -2, -4],
  others: [1, 0, 0.5, 28.25, 32.125, 0, 0],
};

test('states and convolutions are held as wholes, and their heads beside them', () => {
  assert.deepEqual({ ...votesOf(VOTES) }, { ...OLDER, other: undefined, mixers: [4, 8, 16, 32] });
  const beside = { kind: 'state', heads: { rows: 3, columns: 1, values: Float32Array.of(1, 2, 4) } } as const;
  const votes = { ...VOTES, beside: { ...beside, headsByKey: NOTHING, votes: Float32Array.of(0.5, 0, 0) } };
  const { others, mixers } = votesOf(votes);
  assert.deepEqual(others, [1, 0, 0.5, 28.25, 32.125, 1.5, 2, 4, 0, 0]);
  assert.deepEqual(mixers, [4, 8, 16, 32, 1, 2, 4]);
});

test('all numbers of an older session come out again', () => {
  const [compared] = compareNumbers({ votes: OLDER }, { votes: votesOf(VOTES) });
  assert.deepEqual([compared.compared, compared.missing, compared.largest], [17, 0, 0]);
});
