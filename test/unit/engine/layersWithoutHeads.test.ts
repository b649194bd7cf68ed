// What attention is, to the real child, where the first layer has no heads and a later one does.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { explained, SAMPLING, startEngine } from './engineProcess.ts';
import { withWords } from './withWords.ts';

const TEXT = 'the cat sat on';

const engine = startEngine();
let folder: string;
before(async () => {
  folder = await withWords('granitemoehybrid'); // layers 0 and 2 keep a state
});
after(async () => {
  engine.dispose();
  await rm(folder, { recursive: true });
});

test('a text is gone on with, and each new token says what it attends to', async () => {
  const { run } = await explained(engine, TEXT, folder);
  const drawn = await engine.generate(run, SAMPLING, 3);
  assert.deepEqual(drawn.attention, await engine.attentionRows(run, 4 as TokenIndex));
  const chosen = await engine.choose(run, 5, SAMPLING, 3);
  assert.deepEqual(chosen.attention, await engine.attentionRows(run, 5 as TokenIndex));
  const { heads, values } = chosen.attention;
  const ofLayer = (layer: number) => values.slice(layer * heads * 6, (layer + 1) * heads * 6);
  assert.ok([...ofLayer(0), ...ofLayer(2)].every((weight) => weight === 0));
  assert.ok(ofLayer(1).every((weight) => weight > 0));
});

test('the mean of no heads is 0 everywhere', async () => {
  const { run } = await explained(engine, TEXT, folder);
  const all = { start: 0, end: 4 } as Span<TokenIndex>;
  const head = { layer: 0, head: 'mean' } as const;
  const nothing = { rows: 4, columns: 4, values: new Float32Array(16) };
  assert.deepEqual(await engine.attention(run, head, all, all), nothing);
  const { raw, weighted } = await engine.valueWeights(run, head, all, all);
  assert.deepEqual([raw, weighted], [nothing, nothing]);
});

test('what heads attend to is compared where there are heads', async () => {
  const { run } = await explained(engine, TEXT, folder);
  const other = { kind: 'text', text: 'the dog sat on' } as const;
  assert.ok((await engine.comparedHeads(run, other, 0)).every(Number.isNaN));
  assert.ok((await engine.comparedHeads(run, other, 1)).every((distance) => distance >= 0));
});

test('a head of a layer that has none is refused in words', async () => {
  const { run } = await explained(engine, TEXT, folder);
  const refusal = { code: 'question-invalid', problem: 'there is none' };
  await assert.rejects(engine.headDetail(run, { layer: 0, head: 0 }, 1 as TokenIndex), refusal);
  const part = { kind: 'head', layer: 0, head: 0 } as const;
  const changes = [{ kind: 'scale', part, factor: 0 }] as const;
  await assert.rejects(engine.whatIfSurprisals(run, changes), refusal);
});
