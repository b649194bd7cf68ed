// Generation as a tree, by value: what a step, a branch and a reset leave of it, and what a recorded step takes in memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GenerationStep } from '../../../src/contract/readings.ts';
import {
  type Branches,
  childOf,
  commonLength,
  NO_BRANCHES,
  onlyShown,
  pathTo,
  ROOT,
  showing,
  shownAfter,
  tipOf,
  withStep,
} from '../../../webview/state/branches.ts';
import { textOf, writtenText } from '../../../webview/state/generatedText.ts';
import { INITIAL } from '../../../webview/state/panelState.ts';
import { attentionOf, type RecordedStep, recordedStep } from '../../../webview/state/recordedStep.ts';
import { endsSentence } from '../../../webview/state/sentenceEnd.ts';

const step = (id: number, ms = 0) => ({ token: { id }, ms }) as unknown as RecordedStep;
const add = (branches: Branches, ...ids: number[]) => ids.reduce((all, id) => withStep(all, step(id)), branches);
const tokens = (branches: Branches, id = branches.shown) => pathTo(branches, id).map((node) => node.step.token.id);

/** 7 8 9, and after the 7 instead of the 8: 5 6. Nodes 1 to 3, 4 and 5. */
const FORKED = add(showing(add(NO_BRANCHES, 7, 8, 9), 1), 5, 6);

test('a fork keeps the branch that was there', () => {
  assert.deepEqual(tokens(FORKED), [7, 5, 6]);
  assert.deepEqual(tokens(FORKED, 3), [7, 8, 9]);
  assert.deepEqual(tokens(FORKED, ROOT), []);
});

test('a token that comes again is the same node with its newest step, and keeps what follows it', () => {
  const again = withStep(showing(FORKED, 1), step(8, 12));
  assert.equal(again.nodes.size, FORKED.nodes.size);
  assert.equal(again.shown, 2);
  assert.equal(again.nodes.get(2)?.step.ms, 12);
  assert.equal(tipOf(again, 2), 3);
});

test('the line after a node goes on by what came first, the branch that is shown by what is shown', () => {
  assert.equal(tipOf(FORKED, ROOT), 3);
  assert.equal(tipOf(FORKED, 4), 5);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((count) => shownAfter(FORKED, count)),
    [ROOT, 1, 4, 5, ROOT],
  );
});

test('a child is found by its token after its parent only', () => {
  assert.equal(childOf(FORKED, 1, 5)?.id, 4);
  assert.equal(childOf(FORKED, ROOT, 5), undefined);
});

test('two branches have in common what they begin with', () => {
  assert.equal(commonLength(pathTo(FORKED, 3), pathTo(FORKED, 5)), 1);
  assert.equal(commonLength(pathTo(FORKED, 1), pathTo(FORKED, 5)), 1);
  assert.equal(commonLength(pathTo(FORKED, 5), pathTo(FORKED, 5)), 3);
  assert.equal(commonLength([], pathTo(FORKED, 5)), 0);
});

test('only what is shown is left, and no number of what is gone is given again', () => {
  const left = onlyShown(FORKED);
  assert.deepEqual([...left.nodes.keys()], [1, 4, 5]);
  assert.equal(add(left, 1).shown, 6);
  assert.equal(showing(left, 3), left);
});

/** As many weights as a step of a model of 12 layers and 12 heads after 1,000 tokens has, and its twelve candidates. */
function measuredStep(): GenerationStep {
  const [layers, heads, n] = [12, 12, 1000];
  const values = Float32Array.from({ length: layers * heads * n }, (_, i) => (i % n) / (n - 1));
  const candidate = { id: 50256, text: ' a long token of text', bytes: [32, 97], logit: -1.5, probability: 0.1 };
  const candidates = Array.from({ length: 12 }, () => candidate);
  const drawnFrom = { after: n - 2, candidates, entropyBits: 3, actual: { ...candidate, rank: 0 } };
  const attention = { token: n - 1, layers, heads, values };
  return { token: candidate, index: n - 1, drawnFrom, attention, ms: 1 } as unknown as GenerationStep;
}

test('a recorded step takes two bytes a weight, and at most 64 KB for all else', () => {
  const { sampling } = INITIAL;
  const { attention, ...rest } = recordedStep(measuredStep(), { sampling, isChosen: false });
  assert.equal(attention.levels.byteLength, 12 * 12 * 1000 * 2);
  assert.equal(attention.levels.buffer.byteLength, attention.levels.byteLength); // it owns its buffer
  const { levels: _, ...shape } = attention;
  assert.ok(JSON.stringify({ ...rest, shape }).length < 64 * 1024);
});

test('its weights come back to within 8e-6, 0 and 1 exactly', () => {
  const recorded = measuredStep();
  const { values, ...shape } = attentionOf(
    recordedStep(recorded, { sampling: INITIAL.sampling, isChosen: false }).attention,
  );
  assert.deepEqual(shape, { token: 999, layers: 12, heads: 12 });
  for (const [i, value] of values.entries()) assert.ok(Math.abs(value - recorded.attention.values[i]) < 8e-6);
  assert.deepEqual([values[0], values[999]], [0, 1]);
});

for (const [text, ends] of [
  ['She went home', false],
  ['She went home.', true],
  ['He said “No!” ', true],
  ['她回家了。', true],
  ['真的？」', true],
  ['a title\n', true],
  ['\n', false],
  ['\n\nShe', false],
  ['at 3.5 m', false],
  ['(so?)', true],
  ['', false],
] as const)
  test(`${JSON.stringify(text)} ${ends ? 'ends' : 'does not end'} a sentence`, () =>
    assert.equal(endsSentence(text), ends));

test('what goes into a document lacks special tokens and the half of a character', () => {
  const of = (bytes: readonly number[], special = false) => ({ bytes, special });
  const all = [of([65, 0xe8]), of([0xb2, 0x93]), of([...Buffer.from('<|endoftext|>')], true), of([0xe8])];
  assert.equal(writtenText(all), 'A貓');
  assert.equal(textOf(all), 'A貓<|endoftext|>�');
});
