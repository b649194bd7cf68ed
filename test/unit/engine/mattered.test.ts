// What mattered, from the real child with the embedded model: held against texts that are explained without a part.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Mattered, MatteredQuestion, Outcome } from '../../../src/contract/mattered.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

const TEXT = 'The river was cold. Anna had a red boat. She went to the river with her';
const at = (index: number) => index as TokenIndex;
const near = (a: number | undefined, b: number) =>
  assert.ok(Math.abs((a ?? Number.NaN) - b) <= 1e-3, `${a} is not ${b}`);

/** Asks until nothing is left. */
async function all({ run }: RunSummary, question: MatteredQuestion): Promise<Mattered> {
  for (;;) {
    const known = await engine.mattered(run, question, 50);
    if (known.left === 0 && (await engine.mattered(run, question, 50)).left === 0) return known;
  }
}

async function bitsBehind(text: string, id: number): Promise<number> {
  const { run, tokens } = await explained(engine, text, EMBEDDED);
  const { candidates } = await engine.nextTokens(run, at(tokens.length - 1), 100_000, SAMPLING);
  const probability = candidates.find((one) => one.id === id)?.probability ?? Number.NaN;
  return -Math.log2(probability);
}

test('a part that is left out: the surprisal in the text without it', async () => {
  const summary = await explained(engine, TEXT, EMBEDDED);
  const last = at(summary.tokens.length - 1);
  const { id } = (await engine.nextTokens(summary.run, last, 1, SAMPLING)).candidates[0];
  const outcome: Outcome = { kind: 'next', after: last, id };
  const { bits, parts } = await all(summary, { outcome, mode: 'leaveOut' });
  near(bits, await bitsBehind(TEXT, id));
  const sentences = parts.filter(({ kind }) => kind === 'sentence');
  assert.equal(sentences.length, 3);
  near(sentences[1].bits, (await bitsBehind('The river was cold. She went to the river with her', id)) - bits);
  for (const { span, parent, attention } of parts) {
    assert.ok(attention >= 0 && attention <= 1);
    if (parent === undefined) continue;
    assert.ok(span.start >= parts[parent].span.start && span.end <= parts[parent].span.end);
  }
});

test('a part that is hidden; the last token always sees itself', async () => {
  const summary = await explained(engine, 'The cat sat on the', EMBEDDED);
  const { tokens } = summary;
  const last = at(tokens.length - 1);
  const { candidates } = await engine.nextTokens(summary.run, last, 1, SAMPLING);
  const question = { outcome: { kind: 'next', after: last, id: candidates[0].id }, mode: 'hide' } as const;
  const { parts, bits, readings, sink } = await all(summary, question);
  near(bits, -Math.log2(candidates[0].probability));
  const words = parts.filter(({ kind }) => kind === 'word');
  assert.equal(words.length, readings);
  assert.equal(words.find(({ span }) => span.start === last)?.bits, undefined);
  assert.ok(words.filter(({ span }) => span.start < last).every((one) => Math.abs(one.bits ?? 0) > 1e-6));
  // The embedded model's heads rest on the first token, which stays in sight.
  assert.deepEqual(words[0].span, { start: 1, end: 2 });
  near(
    parts.reduce((total, { attention }) => total + attention, sink ?? 0),
    1,
  );
});

test('a continuation: what was generated is as probable as its tokens are one after another', async () => {
  const summary = await explained(engine, TEXT, EMBEDDED);
  const start = at(summary.tokens.length);
  let expected = 0;
  for (let i = 0; i < 3; i++) {
    const { drawnFrom } = await engine.generate(summary.run, SAMPLING, 5);
    expected -= Math.log2(drawnFrom.actual?.probability ?? 0);
  }
  const outcome: Outcome = { kind: 'continuation', span: { start, end: at(start + 3) } };
  const { bits, parts } = await all(summary, { outcome, mode: 'hide' });
  near(bits, expected);
  assert.ok(parts.every(({ span }) => span.end <= start));
  assert.ok(parts.some((part) => (part.bits ?? 0) > 0.1));
  await engine.truncate(summary.run, start);
  await assert.rejects(engine.mattered(summary.run, { outcome, mode: 'hide' }, 10), { code: 'question-invalid' });
});

test('what is asked again goes on where it was, and nothing is measured in no time', async () => {
  const summary = await explained(engine, TEXT, EMBEDDED);
  const last = at(summary.tokens.length - 1);
  const question = { outcome: { kind: 'next', after: last, id: 5 }, mode: 'hide' } as const;
  const plan = await engine.mattered(summary.run, question, 0);
  assert.deepEqual([plan.readings, plan.left], [0, 3]);
  assert.ok(plan.leftMs > 0);
  const one = await engine.mattered(summary.run, question, 1e-6);
  assert.deepEqual([one.readings, one.left], [1, 2]);
  assert.equal((await engine.mattered(summary.run, question, 1e-6)).readings, 2);
});

test('refuses outcomes that are not in the run', async () => {
  const { run, tokens } = await explained(engine, 'A short text', EMBEDDED);
  for (const outcome of [
    { kind: 'next', after: at(tokens.length), id: 1 },
    { kind: 'next', after: at(0), id: 10_000_000 },
    { kind: 'continuation', span: { start: at(0), end: at(2) } },
    { kind: 'continuation', span: { start: at(2), end: at(99) } },
  ] as const)
    await assert.rejects(engine.mattered(run, { outcome, mode: 'hide' }, 10), { code: 'question-invalid' });
});
