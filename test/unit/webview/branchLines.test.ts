// The tree of branches as lines, and where keys lead in it; its readings in words. By value.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, lineWith, nodeByKey } from '../../../webview/lab/tree/branchLines.ts';
import {
  branchInWords,
  probabilityInWords,
  ruleInWords,
  surprisalBits,
} from '../../../webview/lab/tree/branchReadings.ts';
import { type Branches, NO_BRANCHES, pathTo, ROOT, showing, withStep } from '../../../webview/state/branches.ts';
import { INITIAL } from '../../../webview/state/panelState.ts';
import type { RecordedStep } from '../../../webview/state/recordedStep.ts';

/** Tokens after a text of three, each with a probability of one in four. */
function add(branches: Branches, ...ids: number[]): Branches {
  return ids.reduce((all, id) => {
    const index = 3 + pathTo(all, all.shown).length;
    const step = { token: { id }, index, drawnFrom: { actual: { probability: 0.25 } } };
    return withStep(all, step as unknown as RecordedStep);
  }, branches);
}

/**
 * 1 2 3 4       nodes 1 to 4
 *   5 6         instead of node 2: nodes 5 and 6
 *     7         instead of node 6: node 7
 *     8         instead of node 3, after 1 2: node 8
 * 9             instead of node 1
 */
const begun = add(showing(add(NO_BRANCHES, 1, 2, 3, 4), 1), 5, 6);
const forked = add(showing(add(showing(begun, 5), 7), 2), 8);
const TREE = add(showing(forked, ROOT), 9);
const LINES = linesOf(TREE);

test('a line goes on by what came first; what forks from it stands below it, each with its own forks', () => {
  assert.deepEqual(
    LINES.map(({ nodes, depth, insteadOf }) => [nodes.map(({ id }) => id), depth, insteadOf?.id]),
    [
      [[1, 2, 3, 4], 0, undefined],
      [[5, 6], 1, 2],
      [[7], 2, 6],
      [[8], 1, 3],
      [[9], 1, 1],
    ],
  );
  assert.deepEqual(linesOf(NO_BRANCHES), []);
});

test('each node stands in one line, the end of the text in none', () => {
  assert.deepEqual(
    [ROOT, 4, 6, 7, 8, 9].map((id) => lineWith(LINES, id)),
    [-1, 0, 1, 2, 3, 4],
  );
});

for (const [from, key, to] of [
  [ROOT, 'ArrowRight', 1],
  [ROOT, 'ArrowDown', 1],
  [ROOT, 'ArrowLeft', undefined],
  [ROOT, 'End', 4],
  [1, 'ArrowRight', 2],
  [1, 'ArrowUp', ROOT],
  [1, 'ArrowLeft', ROOT],
  [4, 'ArrowRight', undefined],
  [4, 'ArrowDown', 6],
  [2, 'ArrowDown', 5],
  [5, 'ArrowLeft', 1],
  [5, 'ArrowUp', 2],
  [7, 'ArrowUp', 6],
  [7, 'ArrowDown', 8],
  [9, 'ArrowDown', undefined],
  [2, 'End', 4],
  [6, 'Home', ROOT],
  [6, 'x', undefined],
] as const)
  test(`from ${from} ${key} leads to ${to}`, () => assert.equal(nodeByKey(LINES, from, key), to));

test('in a tree without tokens no key leads anywhere', () => assert.equal(nodeByKey([], ROOT, 'ArrowDown'), undefined));

test('four tokens of one in four have eight bits, two each', () => {
  const path = pathTo(TREE, 4);
  assert.equal(surprisalBits(path), 8);
  assert.equal(branchInWords(path), '4 tokens · 2.00 bits a token · probability 0.39 %');
  assert.equal(branchInWords(path.slice(0, 1)), '1 token · 2.00 bits a token · probability 25.0 %');
});

for (const [bits, words] of [
  [0, '100 %'],
  [2, '25.0 %'],
  [40, '9.1e−13'], // 2^−40 = 9.09e−13
  [4000, '7.6e−1205'], // 10^(−4000 · 0.30103) = 10^−1204.12
] as const)
  test(`${bits} bits are ${words}`, () => assert.equal(probabilityInWords(bits), words));

test('a rule names what changes the distribution, and nothing else', () => {
  const { sampling } = INITIAL;
  assert.equal(ruleInWords(sampling), 'temperature 0.80, top-k 40, top-p 0.95');
  const off = { ...sampling, topK: 0, topP: 1 };
  assert.equal(ruleInWords({ ...off, temperature: 0 }), 'always the most probable (temperature 0)');
  assert.equal(
    ruleInWords({ ...off, temperature: 1, minP: 0.1, repetitionPenalty: 1.2 }),
    'temperature 1.00, min-p 0.10, repetition penalty 1.20',
  );
});
