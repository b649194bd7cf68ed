// Malicious checkpoints: each is refused with a failure, and all of them together stay below a gigabyte of memory.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const GIGABYTE_IN_KIB = 1024 * 1024;
const MEGABYTE = 1_000_000;

let folder: string;
let weights: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  weights = join(folder, 'model.safetensors');
});
after(() => rm(folder, { recursive: true }));

const T = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
const HEADERS: [name: string, header: () => string, failure: object][] = [
  [
    'a tensor that is there twice',
    () => `{"t":${T},"t":${T}}`,
    { code: 'json-invalid', problem: '"t" is there twice' },
  ],
  ['one name written in two ways', () => `{"ab":${T},"a\\u0062":${T}}`, { code: 'json-invalid' }],
  ['a type that is there twice', () => `{"t":{"dtype":"F16",${T.slice(1)}}`, { code: 'json-invalid' }],
  ['objects a million deep', () => '{"a":'.repeat(1e6) + '}'.repeat(1e6), { code: 'json-invalid' }],
  ['lists a million deep', () => `{"t":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, { code: 'json-invalid' }],
  ['a string that never ends', () => `{"${'\\"'.repeat(1e6)}`, { code: 'json-invalid' }],
  ['a type of ten million letters', () => `{"t":{"dtype":"${'x'.repeat(1e7)}"}}`, { code: 'tensor-invalid' }],
  [
    'a shape of a million sizes',
    () => `{"t":{"dtype":"F32","shape":[${'1,'.repeat(1e6)}1]}}`,
    { code: 'tensor-invalid' },
  ],
  [
    'sizes whose product is beyond numbers',
    () => `{"t":{"dtype":"F32","shape":[${'9007199254740991,'.repeat(9)}1],"data_offsets":[0,4]}}`,
    { code: 'tensor-invalid' },
  ],
  ['forty megabytes of lists', () => `{"t":[${'[],'.repeat(13 * MEGABYTE)}[]]}`, { code: 'json-invalid' }],
  ['three million lists', () => `{"t":[${'[],'.repeat(2_999_000)}[]]}`, { code: 'tensor-invalid' }],
  ['forty megabytes of numbers', () => `{"t":{"shape":[${'1,'.repeat(19 * MEGABYTE)}1]}}`, { code: 'tensor-invalid' }],
  ['forty-one megabytes', () => ' '.repeat(41 * MEGABYTE), { code: 'safetensors-header' }],
];
for (const [name, header, failure] of HEADERS) {
  test(`refuses a header with ${name}`, async () => {
    await writeFile(weights, withHeader(header(), new Uint8Array(4)));
    await assert.rejects(readSafetensorsHeader(weights), (thrown: object) => partly(thrown, failure));
  });
}

test('refuses a header of two gigabytes, in a file that has them', async () => {
  await writeFile(weights, new Uint8Array(new BigUint64Array([2n ** 31n]).buffer));
  await truncate(weights, 3 * 2 ** 30); // a sparse file, of which nothing is on the disk
  await assert.rejects(readSafetensorsHeader(weights), { code: 'safetensors-header' });
  await rm(weights);
});

test('reads a file of two hundred thousand tensors', async () => {
  const names = Array.from({ length: 200_000 }, (_, i) => `model.layers.${i}.mlp.experts.0.down_proj.weight`);
  const entries = names.map((name, i) => `"${name}":{"dtype":"U8","shape":[1],"data_offsets":[${i},${i + 1}]}`);
  await writeFile(weights, withHeader(`{${entries.join()}}`, new Uint8Array(names.length)));
  assert.equal((await readSafetensorsHeader(weights)).size, names.length);
});

const CONFIGS: [name: string, fixture: string, changes: object, failure: object][] = [
  ['ten thousand layers', 'llama', { num_hidden_layers: 10_000 }, { code: 'config-invalid', key: 'num_hidden_layers' }],
  [
    'a hundred million layers',
    'llama',
    { num_hidden_layers: 1e8 },
    { code: 'config-invalid', key: 'num_hidden_layers' },
  ],
  ['a hundred million layers of GPT-2', 'gpt2', { n_layer: 1e8 }, { code: 'config-invalid', key: 'n_layer' }],
  ['heads a hundred million wide', 'llama', { head_dim: 1e8 }, { code: 'config-invalid', key: 'head_dim' }],
  ['angles a hundred million wide', 'gptj', { n_embd: 1e8, n_head: 1, rotary_dim: 1e8 }, { code: 'config-invalid' }],
  ['more heads than there are weights', 'llama', { num_attention_heads: 1e8, head_dim: 2 }, { code: 'tensor-invalid' }],
  ['a hundred million words', 'qwen2', { vocab_size: 1e8 }, { code: 'tensor-invalid' }],
  [
    'a sliding layer without a window',
    'gemma2',
    { sliding_window: null },
    { code: 'config-invalid', key: 'sliding_window' },
  ],
  ['angles wider than a head', 'gptj', { rotary_dim: 64 }, { code: 'config-invalid', key: 'rotary_dim' }],
  ['heads by the million, each with a slope', 'bloom', { hidden_size: 1e7, n_head: 1e7 }, { code: 'config-invalid' }],
  ['angles of no width', 'gptj', { rotary_dim: null }, { code: 'config-unsupported', key: 'rotary_dim' }],
  ['an activation with weights of its own', 'gpt2', { activation_function: 'prelu' }, { code: 'config-unsupported' }],
];
for (const [name, fixture, changes, failure] of CONFIGS) {
  test(`refuses a config.json with ${name}`, async () => {
    const config = JSON.parse(await readFile(join(FIXTURES, fixture, 'config.json'), 'utf8'));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, ...changes }));
    await copyFile(join(FIXTURES, fixture, 'model.safetensors'), weights);
    await assert.rejects(Transformer.load(folder, { runtime: localCpu }), (thrown: object) => partly(thrown, failure));
  });
}

test('refuses a config.json that is a million deep', async () => {
  await writeFile(join(folder, 'config.json'), `{"model_type":${'['.repeat(1e6)}${']'.repeat(1e6)}}`);
  await assert.rejects(Transformer.load(folder, { runtime: localCpu }), { code: 'json-invalid' });
});

test('of a key that config.json has twice the last counts, as for everybody who reads such files', async () => {
  const config = await readFile(join(FIXTURES, 'llama/config.json'), 'utf8');
  await writeFile(join(folder, 'config.json'), `{"hidden_size": 7, ${config.trim().slice(1)}`);
  await copyFile(join(FIXTURES, 'llama/model.safetensors'), weights);
  const model = await Transformer.load(folder, { runtime: localCpu });
  await model.release();
});

test('refuses weights that are a link to itself', { skip: process.platform === 'win32' }, async () => {
  await rm(weights, { force: true });
  await symlink('model.safetensors', weights);
  await assert.rejects(readSafetensorsHeader(weights), { code: 'file-unreadable' });
  await rm(weights);
});

test('tensors that do not begin at a multiple of their width are read all the same', async () => {
  const model = await readFile(join(FIXTURES, 'llama/model.safetensors'));
  await copyFile(join(FIXTURES, 'llama/config.json'), join(folder, 'config.json'));
  const headerBytes = Number(model.readBigUInt64LE(0));
  const header = model
    .subarray(8, 8 + headerBytes)
    .toString()
    .trimEnd();
  const odd = header.padEnd(headerBytes + 3);
  await writeFile(weights, withHeader(odd, model.subarray(8 + headerBytes)));
  assert.equal(largestDifference(await logitsOf(folder), await logitsOf(join(FIXTURES, 'llama'))), 0);
});

test('all of that took less than a gigabyte of memory', () => {
  const { maxRSS } = process.resourceUsage();
  assert.ok(maxRSS < GIGABYTE_IN_KIB, `${maxRSS} KiB`);
});

async function logitsOf(path: string): Promise<Float32Array> {
  const model = await Transformer.load(path, { runtime: localCpu });
  const sequence = model.newSequence();
  await model.forward(sequence, [5, 9, 200, 31]);
  const logits = await model.logits(sequence, 0, 4);
  await model.release();
  return logits;
}

function withHeader(header: string, data: Uint8Array): Uint8Array {
  const json = Buffer.from(header);
  return Buffer.concat([new Uint8Array(new BigUint64Array([BigInt(json.length)]).buffer), json, data]);
}

function partly(thrown: object, failure: object): boolean {
  assert.partialDeepStrictEqual(thrown, failure);
  assert.ok(JSON.stringify(thrown).length < 2000, 'the message is longer than anybody reads');
  return true;
}
