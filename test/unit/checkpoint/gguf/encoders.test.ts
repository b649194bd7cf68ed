// Encoders in GGUF files: what the metadata says of windows, poolings and maps, and what is refused. Their numbers are tested in
// test/golden/convertedEncoders.test.ts.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import type { ModelShape } from '../../../../src/transformer/architecture.ts';
import { chooseArchitecture } from '../../../../src/transformer/chooseArchitecture.ts';
import { ggufSentenceHead } from '../../../../src/transformer/ggufSentenceHead.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { floats, type GgufParts, ggufBytes, type Written } from './ggufBytes.ts';
import { sizes } from './sizes.ts';

const CONVERTED = join(import.meta.dirname, '../../../golden/fixtures/ggml/convertedEncoders/modernbert.gguf');

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gguf-'));
});
after(() => rm(folder, { recursive: true }));

async function opened(parts: GgufParts) {
  const file = join(folder, 'model.gguf');
  await writeFile(file, ggufBytes(parts));
  return await openCheckpoint(file);
}

async function shapeOf(architecture: string, more: Readonly<Record<string, Written>>, tensors: string[] = []) {
  const metadata = sizes(architecture, more);
  const checkpoint = await opened({ metadata, tensors: tensors.map((name) => floats(name, [1], [1])) });
  return chooseArchitecture(checkpoint).architecture.shape(checkpoint);
}

async function headOf(poolingType?: number, tensors: GgufParts['tensors'] = []) {
  const plain = sizes('gemma-embedding');
  const metadata = poolingType === undefined ? plain : { ...plain, 'gemma-embedding.pooling_type': poolingType };
  const checkpoint = await opened({ metadata, tensors });
  return await ggufSentenceHead(checkpoint, checkpoint.sentences ?? assert.fail(), 4);
}

test('a file reads both ways and predicts no words, since it has no head', async () => {
  for (const name of ['bert', 'nomic-bert', 'modern-bert']) {
    const { bidirectional, predicts, headless } = await shapeOf(name, { [`${name}.attention.causal`]: false });
    assert.deepEqual(
      { bidirectional, predicts, headless },
      { bidirectional: true, predicts: 'nothing', headless: true },
    );
  }
  assert.partialDeepStrictEqual(await shapeOf('gemma-embedding', { 'gemma-embedding.attention.sliding_window': 6 }), {
    bidirectional: true,
    predicts: 'nothing',
  });
});

test('an embedding model over Qwen3 predicts words with its table, but where its kind has none for that', async () => {
  const keys = (width: number, more = {}) => ({
    ...{ 'qwen3.embedding_length': width, 'qwen3.attention.head_count': 32, 'qwen3.pooling_type': 3, ...more },
  });
  const names = ['token_embd.weight', 'blk.0.attn_q.weight'];
  assert.equal((await shapeOf('qwen3', keys(2560), names)).headless, undefined);
  assert.partialDeepStrictEqual(await shapeOf('qwen3', keys(4096), names), { headless: true, predicts: 'nothing' });
  assert.equal((await shapeOf('qwen3', keys(4096), [...names, 'output.weight'])).headless, undefined);
  assert.equal((await shapeOf('qwen3', keys(4096, { 'qwen3.pooling_type': 0 }), names)).headless, undefined);
});

const windowsIn = ({ attentionPatterns }: ModelShape) => attentionPatterns.map(({ window }) => window);
const windowsOf = async (more: Readonly<Record<string, Written>>) =>
  windowsIn(await shapeOf('modern-bert', { 'modern-bert.block_count': 4, ...more }));

test('of ModernBERT every so many layers see everything, from the first one on, or those of a list', async () => {
  const window = { 'modern-bert.attention.sliding_window': 8 };
  assert.deepEqual(await windowsOf(window), [undefined, 9, 9, undefined]);
  const pattern = 'modern-bert.attention.sliding_window_pattern';
  assert.deepEqual(await windowsOf({ ...window, [pattern]: 2 }), [undefined, 9, undefined, 9]);
  const flags = [true, false, false, true];
  assert.deepEqual(await windowsOf({ ...window, [pattern]: { flags } }), [9, undefined, undefined, 9]);
  assert.deepEqual(await windowsOf({}), [undefined, undefined, undefined, undefined]);
});

test("llama.cpp's numbers of poolings; none, and a score of two texts, say nothing about the vector of one", async () => {
  const poolings = [undefined, 'mean', 'cls', 'last', undefined];
  for (const [type, pooling] of poolings.entries()) assert.equal((await headOf(type)).pooling, pooling);
  assert.equal((await headOf()).pooling, undefined);
  for (const type of [5, 0xffffffff])
    await assert.rejects(headOf(type), {
      code: 'config-unsupported',
      key: 'gemma-embedding.pooling_type',
      value: String(type),
    });
});

test("EmbeddingGemma under the name that Ollama's own engine has for it, whatever it says of directions and windows", async () => {
  const sizesOf = (name: string) => ({ [`${name}.attention.sliding_window`]: 6, [`${name}.block_count`]: 7 });
  const means = { 'gemma3.pooling_type': 1, 'gemma3.attention.causal': true };
  const pattern = {
    'gemma3.attention.sliding_window_pattern': { flags: [true, false, true, false, true, false, true] },
  };
  const shape = await shapeOf('gemma3', { ...sizesOf('gemma3'), ...means, ...pattern });
  const other = await shapeOf('gemma-embedding', {
    ...sizesOf('gemma-embedding'),
    'gemma-embedding.attention.sliding_window_pattern': 6,
  });
  assert.deepEqual(windowsIn(shape), [7, 7, 7, 7, 7, undefined, 7]);
  assert.deepEqual([windowsIn(shape), shape.bidirectional, shape.predicts], [windowsIn(other), true, 'nothing']);
  const maps = [
    floats('dense.1.weight', [2, 3], Array(6).fill(2)),
    floats('dense.0.weight', [3, 4], Array(12).fill(1)),
  ];
  const checkpoint = await opened({
    metadata: { ...sizes('gemma3'), 'gemma3.pooling_type': 1 },
    tensors: [...maps, floats('norm.weight', [4], Array(4).fill(1))],
  });
  assert.ok(checkpoint.tensors.has('model.norm.weight'));
  const head = await ggufSentenceHead(checkpoint, checkpoint.sentences ?? assert.fail(), 4);
  assert.deepEqual([head.pooling, head.maps.map(({ to }) => to)], ['mean', [3, 2]]);
});

test('maps behind the pooling come from the file, and have to fit', async () => {
  const second = floats('dense_3.weight', [2, 3], [1, 2, 3, 4, 5, 6]);
  const first = floats('dense_2.weight', [3, 4], Array(12).fill(1));
  const { maps } = await headOf(1, [second, first]);
  assert.deepEqual(
    maps.map(({ from, to, activation }) => [from, to, activation]),
    [
      [4, 3, 'none'],
      [3, 2, 'none'],
    ],
  );
  assert.deepEqual([...maps[1].weight], [1, 2, 3, 4, 5, 6]);
  await assert.rejects(headOf(1, [second]), { code: 'tensor-invalid', problem: '[2,3] where 4 numbers come in' });
  const flat = floats('dense_2.weight', [4], [1, 2, 3, 4]);
  await assert.rejects(headOf(1, [flat]), { code: 'tensor-invalid', problem: '[4] where 4 numbers come in' });
});

test('what sorts texts into classes stays in the file', async () => {
  for (const name of ['bert', 'modern-bert']) {
    const tensors = ['cls.weight', 'cls.bias', 'cls.norm.weight', 'cls.output.weight', 'cls.output.bias'];
    const metadata = sizes(name);
    const checkpoint = await opened({ metadata, tensors: tensors.map((tensor) => floats(tensor, [1], [1])) });
    assert.equal(checkpoint.tensors.size, 0);
  }
});

for (const name of ['nomic-bert-moe', 'jina-bert-v2', 'jina-bert-v3', 'neo-bert', 'eurobert', 't5encoder'])
  test(`refuses ${name} by name`, async () => {
    await assert.rejects(opened({ metadata: sizes(name) }), {
      code: 'config-unsupported',
      key: 'general.architecture',
      value: `"${name}"`,
    });
  });

const REFUSED: [what: string, shape: () => Promise<unknown>, expected: object][] = [
  [
    'a BERT that reads from left to right',
    () => shapeOf('bert', { 'bert.attention.causal': true }),
    { code: 'gguf-header', problem: 'its bert.attention.causal is true, which Tokenscope does not run' },
  ],
  [
    'a decoder that reads in both directions',
    () => shapeOf('qwen3', { 'qwen3.attention.causal': false }),
    { code: 'gguf-header', problem: 'its qwen3.attention.causal is false, which Tokenscope does not run' },
  ],
  ['a gate in BERT', () => shapeOf('bert', {}, ['blk.0.ffn_gate.weight']), { code: 'tensor-invalid' }],
  ['norms of heads in BERT', () => shapeOf('bert', {}, ['blk.0.attn_q_norm.weight']), { code: 'tensor-invalid' }],
  ['experts in Nomic BERT', () => shapeOf('nomic-bert', {}, ['blk.0.ffn_up_exps.weight']), { code: 'tensor-invalid' }],
  [
    "biases in Nomic's maps",
    () => shapeOf('nomic-bert', {}, ['blk.0.attn_qkv.bias']),
    { code: 'config-unsupported', key: 'qkv_proj_bias' },
  ],
  [
    "biases in Nomic's gate",
    () => shapeOf('nomic-bert', {}, ['blk.0.ffn_gate.bias']),
    { code: 'config-unsupported', key: 'mlp_fc1_bias' },
  ],
  ['a pooling that is no number', () => shapeOf('bert', { 'bert.pooling_type': 'mean' }), { code: 'gguf-header' }],
];
for (const [what, shape, expected] of REFUSED)
  test(`refuses ${what}`, async () => {
    await assert.rejects(shape(), (failure: object) => {
      assert.partialDeepStrictEqual(failure, expected);
      return true;
    });
  });

test("ModernBERT's activation is that of the file, and refused where it is another", async () => {
  const written = await readFile(CONVERTED);
  const at = written.indexOf('gelu');
  assert.ok(at > 0);
  const file = join(folder, 'modern.gguf');
  const first = async (activation: string) => {
    written.write(activation, at);
    await writeFile(file, written);
    const model = await Transformer.load(file, { runtime: localCpu });
    try {
      const sequence = model.newSequence();
      await model.forward(sequence, [2, 9, 3]);
      return sequence.residual(1, 0, 1)[0];
    } finally {
      await model.release();
    }
  };
  assert.notEqual(await first('gelu'), await first('silu'));
  await assert.rejects(first('none'), { code: 'config-unsupported', key: 'hidden_activation', value: '"none"' });
});
