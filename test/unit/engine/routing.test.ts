// Which experts the tokens of a text got, and what is different without one of them, from the real child.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Routing } from '../../../src/contract/experts.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';
import { WORDS, withWords } from './withWords.ts';

/** More than are run again at a time. */
const TEXT = Array.from({ length: 80 }, (_, i) => WORDS[(i * 5 + (i >> 3)) % WORDS.length]).join(' ');

const engine = startEngine();
let folder: string;
let summary: RunSummary;
before(async () => {
  folder = await withWords('variants/qwen2_moe-step');
  summary = await explained(engine, TEXT, folder);
});
after(async () => {
  engine.dispose();
  await rm(folder, { recursive: true });
});

const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
const routed = async (start: number, end: number): Promise<Routing> =>
  (await engine.routing(summary.run, span(start, end))) ?? assert.fail('no experts');

test('the layers with experts have two for each token, each another one', async () => {
  const { experts, chosen, layers } = await routed(0, 64);
  assert.deepEqual([experts, chosen, layers.map(({ layer }) => layer)], [5, 2, [1]]);
  assert.deepEqual(summary.model.experts?.layers, [false, true, false]);
  const [{ ids, weights, load, weightedLoad }] = layers;
  assert.deepEqual([ids.length, weights.length, load.length], [128, 128, 5]);
  for (let token = 0; token < 64; token++) {
    assert.ok(ids[2 * token] !== ids[2 * token + 1] && weights[2 * token] >= weights[2 * token + 1]);
    assert.ok(Math.abs(weights[2 * token] + weights[2 * token + 1] - 1) < 1e-6); // this model norms them
  }
  const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
  assert.equal(sum(load), 128);
  assert.ok(Math.abs(sum(weightedLoad) - 64) < 1e-3);
});

test('a part of the tokens got what it got in the whole, wherever the cut is', async () => {
  const whole = (await routed(0, 64)).layers[0];
  const part = (await routed(30, 64)).layers[0];
  assert.deepEqual([...part.ids], [...whole.ids.subarray(60)]);
  for (const [i, weight] of part.weights.entries()) assert.ok(Math.abs(weight - whole.weights[60 + i]) < 1e-5);
});

test('hidden units say of which expert they are', async () => {
  const [, sparse] = await engine.blocks(summary.run, 3 as TokenIndex);
  const [{ ids }] = (await routed(3, 4)).layers;
  assert.equal(sparse.hiddenUnits, 2 * 12 + 20);
  const among = new Set([...ids, 'shared']);
  for (const { unit, expert } of sparse.units) {
    assert.ok(expert !== undefined && among.has(expert));
    assert.ok(unit < (expert === 'shared' ? 20 : 12));
  }
  const [dense] = await engine.blocks(summary.run, 3 as TokenIndex);
  assert.ok(dense.units.every(({ expert }) => expert === undefined));
});

test('what if an expert is switched off: other logits; and one that is not there is refused', async () => {
  const [{ ids }] = (await routed(63, 64)).layers;
  const question = { after: 63 as TokenIndex, k: 5, sampling: SAMPLING };
  const off = { kind: 'expert', layer: 1, expert: ids[0] } as const;
  const changed = await engine.whatIf(summary.run, { ...question, changes: [off] });
  const same = await engine.whatIf(summary.run, { ...question, changes: [] });
  assert.notDeepEqual(changed, same);
  const nowhere = engine.whatIf(summary.run, { ...question, changes: [{ ...off, layer: 0 }] });
  await assert.rejects(nowhere, { code: 'question-invalid' });
});

test('a model without experts has no routing', async () => {
  const { run } = await explained(engine, 'the cat sat', EMBEDDED);
  assert.equal(await engine.routing(run, span(0, 2)), undefined);
});
