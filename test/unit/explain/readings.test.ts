import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headScores, repeatedRandomTokens } from '../../../src/explain/headScores.ts';
import { ngramGuesses } from '../../../src/explain/ngrams.ts';
import { principalComponents, project } from '../../../src/explain/pca.ts';
import { firstParts, replayMerges } from '../../../src/explain/replayMerges.ts';
import { identity, rolloutInRows, rolloutStep } from '../../../src/explain/rollout.ts';
import { surprisal } from '../../../src/explain/surprisal.ts';
import { cosine } from '../../../src/transformer/vectors.ts';

test('merges: lowest rank first, leftmost of equals, and none where they do not join all parts', () => {
  const ranks = new Map([
    ['b c', 0],
    ['a b', 1],
    ['a b,c', 2],
    ['c a', 3],
  ]);
  const rank = (left: readonly number[], right: readonly number[]) =>
    ranks.get(`${[...left].map((b) => String.fromCharCode(b))} ${[...right].map((b) => String.fromCharCode(b))}`);
  const bytes = (text: string) => [...Buffer.from(text)];
  const replayed = (text: string) => replayMerges(firstParts(bytes(text), 'byte'), { unit: 'byte', rank });
  assert.deepEqual(replayed('abc'), [
    { part: 1, rank: 0 },
    { part: 0, rank: 2 },
  ]);
  assert.deepEqual(replayed('a'), []);
  assert.deepEqual(replayed('abb'), []);
});

test('merges of characters begin with characters; bytes that are none stay bytes', () => {
  const bytes = (text: string) => [...Buffer.from(text)];
  const rank = (left: readonly number[], right: readonly number[]) =>
    Buffer.from([...left, ...right]).toString() === 'é蘋' ? 7 : undefined;
  assert.deepEqual(firstParts(bytes('é蘋'), 'character'), [bytes('é'), bytes('蘋')]);
  assert.deepEqual(firstParts([0xe8, 0x98], 'character'), [[0xe8], [0x98]]);
  const replayed = (unit: 'byte' | 'character') => replayMerges(firstParts(bytes('é蘋'), unit), { unit, rank });
  assert.deepEqual(replayed('character'), [{ part: 0, rank: 7 }]);
  assert.deepEqual(replayed('byte'), []);
});

test('principal components of points on a line, with a little across', () => {
  const rows = [-2, -1, 0, 1, 2].map((x, i) => [3 + 3 * x, 1 + 4 * x, i % 2 ? 0.01 : -0.01]);
  const components = principalComponents(rows, 2);
  assert.ok(Math.abs(components.directions[0][0] - 0.6) < 1e-4 && Math.abs(components.directions[0][1] - 0.8) < 1e-4);
  assert.ok(components.shares[0] > 0.9999);
  assert.ok(Math.abs(project([6, 5, -0.002], components)[0] - 5) < 1e-2);
});

test('head scores: a head that looks one back, and one that copies', () => {
  const half = 3;
  const matrix = (keyOf: (query: number) => number) => {
    const weights = new Float32Array(36);
    for (let query = 0; query < 6; query++) weights[query * 6 + Math.max(0, keyOf(query))] = 1;
    return weights;
  };
  const back = headScores(
    matrix((query) => query - 1),
    half,
  );
  assert.deepEqual([back.previousToken, back.firstToken, back.sameToken, back.induction], [1, 1 / 5, 0, 0]);
  assert.equal(
    headScores(
      matrix((query) => query - half + 1),
      half,
    ).induction,
    1,
  );
  assert.equal(
    headScores(
      matrix((query) => query - half),
      half,
    ).sameToken,
    1,
  );
});

test('random tokens twice: all different in a copy, the same copy again', () => {
  const ids = repeatedRandomTokens(25, 8192);
  assert.equal(new Set(ids).size, 25);
  assert.deepEqual(ids.slice(25), ids.slice(0, 25));
});

test('rollout by hand', () => {
  const attention = [1, 0, 0.5, 0.5];
  const first = rolloutStep(identity(2), attention, 2);
  assert.deepEqual([...first], [1, 0, 0.25, 0.75]);
  assert.deepEqual([...rolloutStep(first, attention, 2)], [1, 0, 0.25 * 1 + 0.75 * 0.25, 0.75 * 0.75]);
});

test('rollout in rows is that of all at once, and others have a turn in between', () => {
  const n = 10;
  const attention = Array.from({ length: n * n }, (_, i) => ((i * 7) % 11) / 50);
  const before = rolloutStep(identity(n), attention, n, true);
  const after = new Float32Array(n * n);
  const turns = [...rolloutInRows({ before, attention, n, bothWays: true }, after, 4)].length;
  assert.equal(turns, 2);
  assert.deepEqual(after, rolloutStep(before, attention, n, true));
});

test('n-grams by hand', () => {
  const text = [1, 2, 3, 1, 2, 4, 1, 2, 3];
  assert.deepEqual(ngramGuesses(text, [9, 1, 2], 3, 5), [
    { id: 3, count: 2, probability: 2 / 3 },
    { id: 4, count: 1, probability: 1 / 3 },
  ]);
  assert.deepEqual(ngramGuesses(text, [8], 2, 5), []);
  assert.deepEqual(ngramGuesses(text, [], 2, 5), []);
});

test('surprisal: one of four equal tokens is 2 bits', () => {
  const { bits, rank } = surprisal(new Float32Array([1, 1, 1, 1]), 2);
  assert.deepEqual([bits.toFixed(9), rank], ['2.000000000', 2]);
});

test('cosine: right angles, opposites, nothing', () => {
  assert.deepEqual(
    [cosine([1, 0], [0, 2]), cosine([1, 1], [-2, -2]), cosine([0, 0], [1, 1])].map((x) => +x.toFixed(9)),
    [0, -1, 0],
  );
});
