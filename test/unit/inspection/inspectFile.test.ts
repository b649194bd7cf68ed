// What the editor is told of a file: every fixture of the project, files that are none, and architectures that nobody knows.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { DrawnStep, ModelFile } from '../../../src/contract/modelFile.ts';
import { inspectFile } from '../../../src/inspection/inspectFile.ts';
import { tokenizerOfFile } from '../../../src/inspection/inspection.ts';
import { licenceInCard } from '../../../src/inspection/licence.ts';
import { localRuntime } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { folderWith } from '../context/reported.ts';
import { lfsPointer, safetensors } from './writtenFiles.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
const WEIGHTS = ['model.gguf', 'model.safetensors', 'model.safetensors.index.json'];
const fixture = (...names: readonly string[]) => join(FIXTURES, ...names);
const ENCODERS = fixture('ggml/convertedEncoders');
const files = [
  ...readdirSync(FIXTURES).flatMap((folder) =>
    WEIGHTS.map((name) => fixture(folder, name)).filter((file) => existsSync(file)),
  ),
  ...readdirSync(ENCODERS)
    .filter((name) => name.endsWith('.gguf'))
    .map((name) => join(ENCODERS, name)),
];
const VECTOR = new Uint8Array(8);

function stepsOf({ drawing }: ModelFile): readonly DrawnStep[] {
  return drawing?.steps ?? assert.fail('nothing is drawn');
}

test('every fixture is drawn as its architecture, with each of its layers once and tensors of the file', async () => {
  assert.ok(files.length > 60);
  for (const file of files) {
    const found = await inspectFile(file);
    assert.equal(found.drawing?.kind, 'architecture', `${file}: ${JSON.stringify(found.modelProblem)}`);
    const layers = stepsOf(found).flatMap((step) => (step.kind === 'block' ? step.layers : []));
    assert.deepEqual(
      layers.toSorted((a, b) => a - b),
      layers.map((_, i) => i),
      file,
    );
    const names = new Set(found.tensors.map(({ name }) => name));
    for (const { tensors } of stepsOf(found))
      for (const { name } of tensors) assert.ok(names.has(name), `${file}: ${name}`);
  }
});

test('parameters are those that the model counts when it is loaded', async () => {
  for (const name of ['gpt2', 'qwen3_moe', 'gguf-qwen2-q4_k/model.gguf', 'ggml/convertedEncoders/bert.gguf']) {
    const path = fixture(name);
    const transformer = await Transformer.load(path, { runtime: localRuntime('cpu') });
    const { facts } = await inspectFile(name.endsWith('.gguf') ? path : join(path, 'model.safetensors'));
    assert.equal(facts.parameters, transformer.parameters, name);
    await transformer.release();
  }
});

test('layers that are built alike are one step, others their own', async () => {
  const blocks = stepsOf(await inspectFile(fixture('gemma3_text/model.safetensors'))).filter(
    ({ kind }) => kind === 'block',
  );
  assert.deepEqual(
    blocks.map(({ layers, block }) => [layers, block?.window]),
    [
      [[0, 1, 3], 10],
      [[2], undefined],
    ],
  );
});

test('experts are drawn once, with their number', async () => {
  const [block] = stepsOf(await inspectFile(fixture('qwen3_moe/model.safetensors'))).filter(
    ({ block }) => block?.experts,
  );
  const { count = 0 } = block.block?.experts ?? {};
  assert.ok(count > 1);
  assert.ok(block.tensors.some(({ label, copies }) => label.includes('…') && copies === count));
});

test('experts that are stored as one tensor are drawn once, too', async () => {
  for (const name of ['gpt_oss', 'granitemoehybrid', 'gemma4_text-moe']) {
    const blocks = stepsOf(await inspectFile(fixture(name, 'model.safetensors'))).filter(({ block }) => block?.experts);
    for (const { block, tensors } of blocks)
      assert.ok(tensors.some(({ copies }) => copies === block?.experts?.count) && tensors.length < 30, name);
  }
});

test('what norms the end of the stream is a norm, under whatever name', async () => {
  for (const name of ['gpt2', 'llama', 'mamba2', 'mpt']) {
    const end = stepsOf(await inspectFile(fixture(name, 'model.safetensors'))).at(-1);
    assert.equal(end?.tensors[0].part, 'norm', name);
  }
});

test('the feed-forward of BERT is one, although no word of its names says so', async () => {
  const steps = stepsOf(await inspectFile(fixture('bert/model.safetensors')));
  const parts = new Map(steps.flatMap(({ tensors }) => tensors.map(({ label, part }) => [label, part])));
  const named = ['intermediate.dense.weight', 'output.dense.bias', 'output.LayerNorm.bias', 'attention.self.key.bias'];
  assert.deepEqual(
    named.map((label) => parts.get(label)),
    ['mlp', 'mlp', 'norm', 'attention'],
  );
});

test('any shard stands for all of them', async () => {
  const whole = await inspectFile(fixture('llama-sharded/model.safetensors.index.json'));
  const shard = await inspectFile(fixture('llama-sharded/model-00002-of-00002.safetensors'));
  assert.equal(whole.parts.length, 2);
  assert.deepEqual(shard, whole);
  assert.deepEqual(new Set(shard.tensors.map(({ part }) => part)), new Set([0, 1]));
});

test('a tokenizer.json has a tokenizer and no tensors, and the folder explains with it', async () => {
  const found = await inspectFile(fixture('llama/tokenizer.json'));
  assert.deepEqual([found.kind, found.tensors.length, found.drawing], ['tokenizer', 0, undefined]);
  assert.ok(found.hasTokenizer);
  assert.equal((await tokenizerOfFile(fixture('llama/tokenizer.json'))).type, 'BPE');
  assert.equal(found.model, fixture('llama'));
});

test('an architecture that nobody knows is grouped by names, and the reason is told', async () => {
  const tensors = { 'a.blocks.0.w': 2, 'a.blocks.1.w': 2, 'a.blocks.2.w': 1, 'a.head': 2 };
  const written = Object.entries(tensors).map(
    ([name, size]) => [name, ['F32', [size], VECTOR.slice(0, 4 * size)]] as const,
  );
  const folder = folderWith({
    'config.json': JSON.stringify({ model_type: 'thirteen', max_position_embeddings: 77 }),
    'model.safetensors': safetensors(Object.fromEntries(written)),
    'README.md': '---\nlicense: mit\n---\n',
  });
  const found = await inspectFile(join(folder, 'model.safetensors'));
  assert.deepEqual(
    stepsOf(found).map(({ name, layers, tensors }) => [name, layers, tensors.map(({ label }) => label)]),
    [
      ['a.blocks', [0, 1], ['w']],
      ['a.blocks', [2], ['w']],
      ['a', [], ['head']],
    ],
  );
  const { architecture, context, licence, parameters } = found.facts;
  assert.deepEqual([architecture, context, licence, parameters], ['thirteen', 77, 'mit', 7]);
  assert.equal(found.modelProblem?.code, 'config-unsupported');
  assert.equal(found.model, undefined);
});

test('weights that are no model of the folder are shown without one', async () => {
  const folder = folderWith({ 'adapter.safetensors': safetensors({ 'lora.a': ['F32', [2], VECTOR] }) });
  const { model, modelProblem, tensors } = await inspectFile(join(folder, 'adapter.safetensors'));
  assert.deepEqual([model, modelProblem, tensors.length], [undefined, undefined, 1]);
});

const NO_FILES: Readonly<Record<string, readonly [content: string | Uint8Array, code: string]>> = {
  'empty.gguf': ['', 'file-empty'],
  'empty.safetensors': ['', 'file-empty'],
  'pointer.gguf': [lfsPointer(4_000_000_000), 'lfs-pointer'],
  'tokenizer.json': [lfsPointer(4_000_000), 'lfs-pointer'],
  'pointer.safetensors': [lfsPointer(4_000_000_000), 'lfs-pointer'],
  'text.gguf': ['once upon a time', 'gguf-header'],
  'short.safetensors': ['{}', 'safetensors-header'],
  'cut.safetensors': [safetensors({ a: ['F32', [2], VECTOR] }).slice(0, -4), 'safetensors-truncated'],
  'cut.gguf': [readFileSync(fixture('gguf-llama-q4_0/model.gguf')).subarray(0, 50_000), 'safetensors-truncated'],
  'model.safetensors.index.json': ['{"weight_map": {"a": "../b.safetensors"}}', 'json-invalid'],
  'lying.safetensors': [Buffer.from([255, 255, 255, 255, 255, 255, 255, 127, 123]), 'safetensors-header'],
};
for (const [name, [content, code]] of Object.entries(NO_FILES)) {
  test(`${name} is refused with ${code}`, async () => {
    await assert.rejects(inspectFile(join(folderWith({ [name]: content }), name)), { code });
  });
}

test('a pointer of Git LFS says how large the file is', async () => {
  const folder = folderWith({ 'a.gguf': lfsPointer(1234) });
  await assert.rejects(inspectFile(join(folder, 'a.gguf')), { bytes: 1234 });
});

test('a tokenizer.json that is none is shown, and what is wrong is told in its place', async () => {
  const file = join(folderWith({ 'tokenizer.json': '{"model": 1}' }), 'tokenizer.json');
  assert.ok((await inspectFile(file)).hasTokenizer);
  await assert.rejects(tokenizerOfFile(file), { code: 'tokenizer-invalid' });
});

const CARDS: Readonly<Record<string, string | undefined>> = {
  '---\nlicense: apache-2.0\n---\n# A': 'apache-2.0',
  '---\r\nlicense: "mit"\r\n---\r\n': 'mit',
  '---\nlicense: other\nlicense_name: gemma terms\n---\n': 'gemma terms',
  '---\ntags: []\n---\nlicense: mit': undefined,
  'license: mit': undefined,
};
for (const [card, licence] of Object.entries(CARDS)) {
  test(`the licence of the card ${JSON.stringify(card)} is ${licence}`, () => {
    assert.equal(licenceInCard(card), licence);
  });
}

test('what a safetensors file says of itself is told, whatever it is, and long texts are cut off', async () => {
  const header = {
    __metadata__: { format: 'pt', long: 'x'.repeat(30_000), turned: 'a\u202eb<b>', number: 3 },
    one: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
  };
  const text = JSON.stringify(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  const folder = await folderWith({ 'model.safetensors': Buffer.concat([length, Buffer.from(text), VECTOR]) });
  const { ownMetadata } = await inspectFile(join(folder, 'model.safetensors'));
  assert.deepEqual(
    ownMetadata.map(([key, { length: characters }]) => [key, characters]),
    [
      ['format', 2],
      ['long', 20_001],
      ['turned', 6],
    ],
  );
  assert.deepEqual((await inspectFile(fixture('gguf-qwen2-q4_k', 'model.gguf'))).ownMetadata, []);
});
