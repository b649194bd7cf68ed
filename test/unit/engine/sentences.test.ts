// Sentence vectors by the real engine, on a tiny BERT with the modules of an embedding model.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { cosine } from '../../../src/transformer/vectors.ts';
import { type RawTensors, writeTensors } from '../checkpoint/remadeFolder.ts';
import { bertFolder } from './bertFolder.ts';
import { explained, startEngine } from './engineProcess.ts';

const TEXT = 'The cat sat.';
const OTHER = 'The dog ran on.';
const IDS = [2, 5, 6, 7, 14, 3];
const OTHER_IDS = [2, 5, 11, 12, 8, 14, 3];
const D = 40;

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

test('the mean of all vectors, special tokens and all, where the folder says nothing; shares sum to the cosine', async () => {
  const pair = await engine.sentences(run.run, { other: OTHER });
  const [a, b] = [mean(await states(IDS)), mean(await states(OTHER_IDS))];
  assert.deepEqual([pair.pooling, pair.ownPooling, pair.width], ['mean', undefined, D]);
  assert.ok(Math.abs(pair.cosine - cosine(a, b)) < 1e-5);
  assert.ok(pair.shares);
  assert.deepEqual([pair.shares.rows, pair.shares.columns], [IDS.length, OTHER_IDS.length]);
  const sum = pair.shares.values.reduce((all, share) => all + share, 0);
  assert.ok(Math.abs(sum - pair.cosine) < 1e-5, `${sum} for ${pair.cosine}`);
  assert.deepEqual(
    pair.otherTokens.map(({ id }) => id),
    OTHER_IDS,
  );
});

test('a text is as alike to itself as can be', async () => {
  const pair = await engine.sentences(run.run, { other: TEXT });
  assert.ok(Math.abs(pair.cosine - 1) < 1e-6);
  for (let i = 0; i < IDS.length; i++) assert.ok(Math.abs(pair.cosines.values[i * IDS.length + i] - 1) < 1e-6);
});

test('the pooling of the folder, and a map behind it, which without an activation keeps the sum', async () => {
  const weight = Float32Array.from({ length: 8 * D }, (_, i) => Math.sin(i));
  await withModules({ pooling_mode_mean_tokens: true, pooling_mode_cls_token: false }, weight, 'linear.Identity');
  const pair = await engine.sentences(run.run, { other: OTHER });
  const [a, b] = [mapped(mean(await states(IDS)), weight), mapped(mean(await states(OTHER_IDS)), weight)];
  assert.deepEqual([pair.pooling, pair.ownPooling, pair.width, pair.maps], ['mean', 'mean', 8, 1]);
  assert.ok(Math.abs(pair.cosine - cosine(a, b)) < 1e-4);
  const sum = pair.shares?.values.reduce((all, share) => all + share, 0) ?? Number.NaN;
  assert.ok(Math.abs(sum - pair.cosine) < 1e-5, `${sum} for ${pair.cosine}`);
});

test('of the first token alone, or behind a tanh, there is no sum to split', async () => {
  const weight = Float32Array.from({ length: 8 * D }, (_, i) => Math.cos(i) / 10);
  await withModules({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }, weight, 'activation.Tanh');
  const pair = await engine.sentences(run.run, { other: OTHER });
  const vector = async (ids: readonly number[]) => mapped((await states(ids)).slice(0, D), weight).map(Math.tanh);
  assert.deepEqual([pair.pooling, pair.shares], ['cls', undefined]);
  assert.ok(Math.abs(pair.cosine - cosine(await vector(IDS), await vector(OTHER_IDS))) < 1e-4);
  const asked = await engine.sentences(run.run, { other: OTHER, pooling: 'mean' });
  assert.deepEqual([asked.pooling, asked.ownPooling, asked.shares], ['mean', 'cls', undefined]);
});

test('modules that are not there, files that are missing and texts that are empty or too long are said by name', async () => {
  await writeFile(join(folder, 'modules.json'), JSON.stringify([{ type: 'x.models.CNN', path: '1_CNN' }]));
  await assert.rejects(engine.sentences(run.run, { other: OTHER }), { code: 'config-unsupported', value: 'CNN' });
  await writeFile(join(folder, 'modules.json'), JSON.stringify([{ type: 'x.Dense', path: '../1_Dense' }]));
  await assert.rejects(engine.sentences(run.run, { other: OTHER }), { code: 'json-invalid' });
  await writeFile(join(folder, 'modules.json'), '[');
  await assert.rejects(engine.sentences(run.run, { other: OTHER }), { code: 'json-invalid' });
  await writeFile(join(folder, 'modules.json'), JSON.stringify([{ type: 'x.Dense', path: '9_Dense' }]));
  await assert.rejects(engine.sentences(run.run, { other: OTHER }), { code: 'file-missing' });
  await rm(join(folder, 'modules.json'));
  const long = Array(80).fill('cat').join(' ');
  await assert.rejects(engine.sentences(run.run, { other: long }), { code: 'text-beyond-context', context: 64 });
});

async function withModules(pooling: object, weight: Float32Array, activation: string): Promise<void> {
  const modules = [
    { type: 'sentence_transformers.models.Transformer', path: '' },
    { type: 'sentence_transformers.models.Pooling', path: '1_Pooling' },
    { type: 'sentence_transformers.models.Dense', path: '2_Dense' },
    { type: 'sentence_transformers.models.Normalize', path: '3_Normalize' },
  ];
  await writeFile(join(folder, 'modules.json'), JSON.stringify(modules));
  for (const name of ['1_Pooling', '2_Dense']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, '1_Pooling/config.json'), JSON.stringify({ word_embedding_dimension: D, ...pooling }));
  const dense = { in_features: D, out_features: 8, bias: false, activation_function: `torch.nn.modules.${activation}` };
  await writeFile(join(folder, '2_Dense/config.json'), JSON.stringify(dense));
  const bytes = new Uint8Array(weight.buffer);
  const tensors: RawTensors = new Map([['linear.weight', { dtype: 'F32', shape: [8, D], bytes }]]);
  await writeTensors(join(folder, '2_Dense/model.safetensors'), tensors);
}

/** [n, d] */
async function states(ids: readonly number[]): Promise<Float32Array> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    return sequence.residual(model.shape.layers, 0, ids.length).slice();
  } finally {
    await model.release();
  }
}

function mean(values: Float32Array): Float32Array {
  const sum = new Float32Array(D);
  for (let i = 0; i < values.length; i++) sum[i % D] += (values[i] * D) / values.length;
  return sum;
}

function mapped(vector: Float32Array, weight: Float32Array): Float32Array {
  return Float32Array.from({ length: 8 }, (_, i) =>
    vector.reduce((all, value, j) => all + value * weight[i * D + j], 0),
  );
}
