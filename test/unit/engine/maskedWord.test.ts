// A model that reads in both directions is asked for a masked word, and says what it cannot be asked.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import { readFloats } from '../../../src/checkpoint/safetensors.ts';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { softmax } from '../../../src/explain/softmax.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { bertFolder } from './bertFolder.ts';
import { explained, SAMPLING, startEngine } from './engineProcess.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const TEXT = 'The cats sat on the mat.';
/** [CLS] the cat ##s sat on the mat . [SEP] */
const IDS = [2, 5, 6, 13, 7, 8, 5, 9, 14, 3];
const CAT = 2 as TokenIndex;
const N = IDS.length;

let folder: string;
let engine: EngineClient;
let run: RunSummary;
before(async () => {
  folder = await bertFolder();
  engine = startEngine();
  run = await explained(engine, TEXT, folder);
});
after(async () => {
  engine.dispose();
  await rm(folder, { recursive: true });
});

test('a text is read with what the tokenizer puts in front and behind, which stands for none of it', () => {
  assert.deepEqual(
    run.tokens.map(({ id }) => id),
    IDS,
  );
  assert.deepEqual(
    [run.tokens[0].span, run.tokens[N - 1].span],
    [
      { start: 0, end: 0 },
      { start: TEXT.length, end: TEXT.length },
    ],
  );
  assert.deepEqual([run.model.bidirectional, run.model.predicts], [true, 'masked']);
});

test('the words at a place are those that the model says with a mask there, and the true one is ranked', async () => {
  const found = await engine.nextTokens(run.run, CAT, 5, SAMPLING);
  const probabilities = await maskedProbabilities(IDS.with(CAT, 4));
  assert.equal(found.actual?.id, 6);
  assert.ok(Math.abs((found.actual?.probability ?? 0) - probabilities[6]) < 1e-6);
  assert.equal(found.actual?.rank, probabilities.filter((value) => value > probabilities[6]).length);
  const [first] = found.candidates;
  assert.ok(Math.abs(first.probability - Math.max(...probabilities)) < 1e-6);
  assert.ok(
    first.probability !== (await engine.nextTokens(run.run, 4 as TokenIndex, 1, SAMPLING)).candidates[0].probability,
  );
});

test('a mask that was typed is one token', async () => {
  const typed = await explained(engine, 'The [MASK] sat.', folder);
  assert.deepEqual(
    typed.tokens.map(({ id }) => id),
    [2, 5, 4, 7, 14, 3],
  );
});

test('what if: a change is measured at the masked place, and no change changes nothing', async () => {
  const question = { after: CAT, k: 3, sampling: SAMPLING };
  const same = await engine.whatIf(run.run, { ...question, changes: [] });
  assert.equal(same.divergence, 0);
  const hidden = { kind: 'hide', span: { start: 7, end: 8 } } as const;
  const changed = await engine.whatIf(run.run, { ...question, changes: [hidden as never] });
  assert.ok(changed.divergence > 0);
  assert.deepEqual(changed.before, same.before);
  const other = { kind: 'token', token: 7, id: 11 } as const;
  const { after: behind } = await engine.whatIf(run.run, { ...question, changes: [other as never] });
  const probabilities = await maskedProbabilities(IDS.with(CAT, 4).with(7, 11));
  assert.ok(Math.abs(behind.candidates[0].probability - Math.max(...probabilities)) < 1e-6);
});

test('what mattered: the surprise behind the mask without each word, on both sides of it', async () => {
  const outcome = { kind: 'next', after: CAT, id: 6 } as const;
  const found = await engine.mattered(run.run, { outcome, mode: 'hide' }, 20_000);
  const whole = (await maskedProbabilities(IDS.with(CAT, 4)))[6];
  assert.ok(Math.abs(found.bits + Math.log2(whole)) < 1e-4);
  const behind = found.parts.filter(({ span }) => span.start > CAT);
  assert.ok(behind.length > 0 && found.left === 0);
  const part = behind.find(({ bits }) => bits !== undefined);
  assert.ok(part?.bits !== undefined);
  const hidden = { kind: 'hide', span: part.span } as const;
  const { after: answer } = await engine.whatIf(run.run, {
    changes: [hidden],
    after: CAT,
    k: 211,
    sampling: SAMPLING,
  });
  const without = answer.candidates.find(({ id }) => id === 6)?.probability ?? Number.NaN;
  assert.ok(Math.abs(part.bits - (Math.log2(whole) - Math.log2(without))) < 1e-3, `${part.bits}`);
});

test('what mattered, left out: the mask stands where the word is then, on whichever side something is missing', async () => {
  const sat = 4 as TokenIndex;
  const outcome = { kind: 'next', after: sat, id: 7 } as const;
  const found = await engine.mattered(run.run, { outcome, mode: 'leaveOut' }, 20_000);
  assert.equal(found.left, 0);
  const bitsOf = async (ids: readonly number[], at: number) =>
    -Math.log2((await maskedProbabilities(ids.with(at, 4), at))[7]);
  const whole = await bitsOf(IDS, sat);
  assert.ok(Math.abs(found.bits - whole) < 1e-4);
  const near = async (start: number, end: number, ids: readonly number[], at: number) => {
    const part = found.parts.find(({ span }) => span.start === start && span.end === end);
    assert.ok(part?.bits !== undefined, `${start} to ${end} was not measured`);
    assert.ok(Math.abs(part.bits - ((await bitsOf(ids, at)) - whole)) < 1e-3, `${start} to ${end}`);
  };
  await near(1, 2, [2, 6, 13, 7, 8, 5, 9, 14, 3], 3); // the
  await near(2, 4, [2, 5, 7, 8, 5, 9, 14, 3], 2); // cats
  await near(7, 8, [2, 5, 6, 13, 7, 8, 5, 14, 3], 4); // mat
});

test('what mattered, left out: a word that is cut otherwise then cannot be measured', async () => {
  const plural = 3 as TokenIndex; // ##s, which stands by itself without its word
  const outcome = { kind: 'next', after: plural, id: 13 } as const;
  const { parts } = await engine.mattered(run.run, { outcome, mode: 'leaveOut' }, 20_000);
  const own = parts.find(({ span }) => span.start === 2 && span.end === 4);
  assert.ok(own && own.bits === undefined);
});

test('what is added to a token is there part by part, and its norm is what enters the first block', async () => {
  const { embedding, position, segment, residual } = await engine.vectors(run.run, CAT);
  assert.ok(position && segment);
  const { tensors, config } = await openCheckpoint(folder);
  const weights = async (name: string) => await readFloats(tensors.get(name) ?? assert.fail(name));
  const table = await weights('bert.embeddings.token_type_embeddings.weight');
  assert.deepEqual([...segment], [...table.subarray(0, segment.length)]);
  const [gain, bias] = [
    await weights('bert.embeddings.LayerNorm.weight'),
    await weights('bert.embeddings.LayerNorm.bias'),
  ];
  const sum = embedding.map((value, i) => value + position[i] + segment[i]);
  const mean = sum.reduce((a, b) => a + b, 0) / sum.length;
  const variance = sum.reduce((a, b) => a + (b - mean) ** 2, 0) / sum.length;
  const size = Math.sqrt(variance + config.positive('layer_norm_eps', 1e-12));
  for (const [i, value] of sum.entries())
    assert.ok(Math.abs(((value - mean) / size) * gain[i] + bias[i] - residual.values[i]) < 1e-5);
});

test('rows of attention reach over the whole text', async () => {
  const { values, layers, heads } = await engine.attentionRows(run.run, CAT);
  assert.equal(values.length, layers * heads * N);
  const { weights, keys } = await engine.headDetail(run.run, { layer: 1, head: 2 }, CAT);
  assert.deepEqual([weights.length, keys.rows], [N, N]);
  assert.ok(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-5);
  const all = { start: 0, end: N } as never;
  const matrix = await engine.attention(run.run, { layer: 1, head: 2 }, all, all);
  const row = matrix.values.subarray(CAT * N, (CAT + 1) * N);
  for (const [key, weight] of weights.entries()) assert.ok(Math.abs(row[key] - weight) < 1e-6);
  const rolled = await engine.rollout(run.run, 2);
  for (let i = 0; i < N; i++)
    assert.ok(Math.abs(rolled.values.subarray(i * N, (i + 1) * N).reduce((a, b) => a + b, 0) - 1) < 1e-5);
  assert.ok(rolled.values[N - 1] > 0);
  const flow = await engine.flow(run.run, 0 as TokenIndex, 0.01);
  assert.ok(flow.edges.some(({ from }) => from > 0));
  const corrected = await engine.valueWeights(run.run, { layer: 0, head: 0 }, all, all);
  assert.equal(corrected.raw.values.length, N * N);
});

test('what needs a model that goes on with a text, or a sum over parts, is refused by name', async () => {
  const both = { code: 'reads-both-ways' };
  await assert.rejects(engine.generate(run.run, SAMPLING, 3), both);
  await assert.rejects(engine.choose(run.run, 5, SAMPLING, 3), both);
  await assert.rejects(engine.surprisals(run.run), both);
  await assert.rejects(engine.whatIfSurprisals(run.run, []), both);
  await assert.rejects(engine.whatIfTexts(run.run, [], 3, SAMPLING), both);
  await assert.rejects(
    engine.comparedPredictions(run.run, { kind: 'changes', changes: [] }, { start: 0, end: 1 }),
    both,
  );
  await assert.rejects(engine.readDocument({ run: randomUUID(), modelFolder: folder, text: TEXT }), both);
  await assert.rejects(engine.votes(run.run, { position: CAT, target: 6 }), { code: 'head-not-linear' });
});

test('a document is not read by a model that has no head, since nothing could be said of it', async () => {
  const bare = await mkdtemp(join(tmpdir(), 'tokenscope-bare-'));
  try {
    await cp(join(FIXTURES, 'variants/qwen3-without-head'), bare, { recursive: true });
    await cp(join(FIXTURES, 'llama/tokenizer.json'), join(bare, 'tokenizer.json'));
    const reading = engine.readDocument({ run: randomUUID(), modelFolder: bare, text: TEXT });
    await assert.rejects(reading, { code: 'predicts-no-word' });
  } finally {
    await rm(bare, { recursive: true });
  }
});

test('a text that does not fit the context is refused, not cut', async () => {
  const long = Array(80).fill('cat').join(' ');
  await assert.rejects(explained(engine, long, folder), { code: 'text-beyond-context', context: 64 });
});

async function maskedProbabilities(ids: readonly number[], at: number = CAT): Promise<Float64Array> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    return softmax(await model.logits(sequence, at));
  } finally {
    await model.release();
  }
}
