// Patching, from the real child with the embedded model: the corners of a sweep are known without it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { PatchGrid, PatchQuestion } from '../../../src/contract/patching.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
const TEXT = 'The boy was very happy. He had a big red';
const OTHER = 'The dog was very happy. He had a big red';
let summary: RunSummary;
let question: PatchQuestion;
before(async () => {
  summary = await explained(engine, TEXT, EMBEDDED);
  const { candidates } = await engine.nextTokens(summary.run, (summary.tokens.length - 1) as TokenIndex, 2, SAMPLING);
  question = { source: OTHER, kind: 'residual', plus: candidates[0].id, minus: candidates[1].id };
});
after(() => engine.dispose());

async function swept(asked: PatchQuestion): Promise<PatchGrid> {
  for (;;) {
    const grid = await engine.patchSweep(summary.run, asked, 100);
    if (grid.left === 0) return grid;
  }
}

test('the other text: where its tokens are others, and what comes behind it', async () => {
  const { tokens, same, next } = await engine.otherText(summary.run, OTHER, 5, SAMPLING);
  assert.deepEqual(
    tokens.flatMap(({ text }, i) => (same[i] ? [] : [text])),
    [' dog'],
  );
  const run = await explained(engine, OTHER, EMBEDDED);
  assert.deepEqual(next, await engine.nextTokens(run.run, (tokens.length - 1) as TokenIndex, 5, SAMPLING));
});

test('of the stream: nothing before the difference, all of it where it begins, and all of it at the end', async () => {
  const { layers, columns, metrics, base, source } = await swept(question);
  assert.deepEqual([layers, columns], [summary.model.layers, summary.tokens.length]);
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-4, `${a} is not ${b}`);
  assert.ok(Math.abs(source - base) > 1e-3);
  const differs = summary.tokens.findIndex(({ text }) => text === ' boy');
  for (let layer = 0; layer < layers; layer++)
    for (let column = 0; column < differs; column++) assert.equal(metrics[layer * columns + column], Math.fround(base));
  near(metrics[differs], source); // the embedding of the only other token: the whole difference
  for (let column = differs + 1; column < columns; column++) assert.equal(metrics[column], Math.fround(base)); // same tokens
  assert.ok(metrics.every(Number.isFinite));
});

test('a sweep goes on where it was, and cells that are to come are no numbers', async () => {
  const asked = { ...question, kind: 'mlp' } as const;
  const none = await engine.patchSweep(summary.run, asked, 0);
  assert.equal(none.left, none.layers * none.columns);
  assert.ok(none.metrics.every(Number.isNaN));
  const one = await engine.patchSweep(summary.run, asked, 1e-6);
  assert.equal(one.left, none.left - 1);
  assert.deepEqual([Number.isFinite(one.metrics[0]), Number.isNaN(one.metrics[1])], [true, true]);
});

test('a text that was cut in the meantime is swept anew', async () => {
  const { run } = await explained(engine, TEXT, EMBEDDED);
  const asked = { ...question, kind: 'attention' } as const;
  await engine.patchSweep(run, asked, 1e-6);
  await engine.truncate(run, 3);
  await assert.rejects(engine.patchSweep(run, asked, 1e-6), { code: 'question-invalid' }); // the other one is longer
  const { before: clean } = await engine.whatIf(run, { changes: [], after: 2 as TokenIndex, k: 3, sampling: SAMPLING });
  assert.deepEqual(clean, await engine.nextTokens(run, 2 as TokenIndex, 3, SAMPLING));
});

test('a text against itself: every cell is what it was', async () => {
  for (const kind of ['residual', 'attention', 'mlp', 'head'] as const) {
    const { metrics, base } = await swept({ ...question, source: TEXT, kind });
    assert.ok(
      metrics.every((metric) => metric === Math.fround(base)),
      kind,
    );
  }
});

test('texts of different lengths, and none, are refused', async () => {
  for (const source of [`${OTHER} ball`, ''])
    await assert.rejects(engine.patchSweep(summary.run, { ...question, source }, 10), { code: 'question-invalid' });
});
