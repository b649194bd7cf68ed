// GGUF files as checkpoints: which file a path means, split models, names and orders of tensors, what is refused.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { floatTensor, openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import { readFloatRange, readFloats } from '../../../../src/checkpoint/safetensors.ts';
import { floats, type GgufParts, ggufBytes, type Written } from './ggufBytes.ts';
import { sizes } from './sizes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gguf-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, parts: GgufParts): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, ggufBytes(parts));
  return file;
}

const ROWS = [1, 2, 3, 4];
const LLAMA: GgufParts = {
  metadata: sizes('llama'),
  tensors: [floats('token_embd.weight', [3, 4], Array(12).fill(1)), floats('blk.0.attn_q.weight', [4, 1], ROWS)],
};

test('a file, its folder, and a blob without a name are the same model', async () => {
  for (const path of [await write('model.gguf', LLAMA), folder, await write('sha256-1234', LLAMA)]) {
    const { config, tensors } = await openCheckpoint(path);
    assert.equal(config.size('vocab_size'), 3);
    assert.equal(config.choice('model_type', ['llama']), 'llama');
    assert.ok(tensors.has('model.layers.0.self_attn.q_proj.weight'));
  }
});

test('rows that were arranged for pairs of neighbours come back in their own order, also in part', async () => {
  const { tensors } = await openCheckpoint(await write('model.gguf', LLAMA));
  const tensor = tensors.get('model.layers.0.self_attn.q_proj.weight') ?? assert.fail();
  assert.deepEqual([...(await readFloats(tensor))], [1, 3, 2, 4]);
  assert.deepEqual([...(await readFloatRange(tensor, 1, 2))], [3, 2]);
});

test("gemma's norms lose the 1 that was added, and its matrices stay", async () => {
  const tensors = [floats('blk.0.attn_norm.weight', [4], ROWS), floats('blk.0.attn_q.weight', [4, 1], ROWS)];
  const opened = (await openCheckpoint(await write('model.gguf', { metadata: sizes('gemma'), tensors }))).tensors;
  const numbers = async (name: string) => [...(await readFloats(opened.get(name) ?? assert.fail(name)))];
  assert.deepEqual(await numbers('model.layers.0.input_layernorm.weight'), [0, 1, 2, 3]);
  assert.deepEqual(await numbers('model.layers.0.self_attn.q_proj.weight'), ROWS);
});

test("gpt2's maps have their own shape, read from the file's columns", async () => {
  const tensors = [floats('blk.0.ffn_up.weight', [2, 3], [1, 2, 3, 4, 5, 6])];
  const opened = (await openCheckpoint(await write('model.gguf', { metadata: sizes('gpt2'), tensors }))).tensors;
  const tensor = opened.get('transformer.h.0.mlp.c_fc.weight') ?? assert.fail();
  assert.deepEqual(tensor.shape, [3, 2]);
  assert.deepEqual([...(await readFloats(tensor))], [1, 4, 2, 5, 3, 6]);
});

test("gpt_neox's joined rows come back head by head", async () => {
  const metadata = sizes('gptneox', { 'gptneox.attention.head_count': 2 });
  const rows = Array.from({ length: 12 }, (_, i) => i);
  const tensors = [floats('blk.0.attn_qkv.bias', [12], rows)];
  const opened = (await openCheckpoint(await write('model.gguf', { metadata, tensors }))).tensors;
  const tensor = opened.get('gpt_neox.layers.0.attention.query_key_value.bias') ?? assert.fail();
  assert.deepEqual([...(await readFloats(tensor))], [0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11]);
});

test('experts of one tensor are tensors of their own', async () => {
  const metadata = sizes('qwen3moe', { 'qwen3moe.expert_count': 2 });
  const tensors = [floats('blk.0.ffn_up_exps.weight', [2, 1, 2], [1, 2, 3, 4])];
  const opened = (await openCheckpoint(await write('model.gguf', { metadata, tensors }))).tensors;
  const tensor = opened.get('model.layers.0.mlp.experts.1.up_proj.weight') ?? assert.fail();
  assert.deepEqual([...(await readFloats(tensor))], [3, 4]);
});

test('a split model is opened by any of its parts, and a missing one is named', async () => {
  const [embedding, query] = LLAMA.tensors ?? [];
  const split = { 'split.count': 2, 'split.tensors.count': 2 };
  const first = await write('m-00001-of-00002.gguf', {
    metadata: { ...LLAMA.metadata, ...split, 'split.no': 0 },
    tensors: [embedding],
  });
  await assert.rejects(openCheckpoint(first), { code: 'gguf-part-missing', part: 'm-00002-of-00002.gguf', parts: 2 });
  const second = await write('m-00002-of-00002.gguf', { metadata: { ...split, 'split.no': 1 }, tensors: [query] });
  for (const path of [first, second, folder]) {
    const { tensors } = await openCheckpoint(path);
    assert.equal(tensors.size, 2);
  }
});

test('a part under the name of another one is noticed', async () => {
  const split = { 'split.count': 2, 'split.no': 0 };
  const part = { ...LLAMA, metadata: { ...LLAMA.metadata, ...split } };
  await write('m-00002-of-00002.gguf', part);
  await assert.rejects(openCheckpoint(await write('m-00001-of-00002.gguf', part)), {
    problem: 'its metadata says that it is part 1',
  });
});

test('a folder of several models asks for one of them; what sees pictures is none', async () => {
  await write('mmproj-a.gguf', LLAMA);
  await write('a.gguf', LLAMA);
  assert.equal((await openCheckpoint(folder)).name.length > 0, true);
  await write('b.gguf', LLAMA);
  await assert.rejects(openCheckpoint(folder), { code: 'file-unreadable', problem: /a\.gguf, b\.gguf/ });
  assert.equal((await openCheckpoint(join(folder, 'b.gguf'))).name, 'b');
});

test('a folder with safetensors is what it was', async () => {
  await write('model.gguf', LLAMA);
  await writeFile(join(folder, 'model.safetensors'), '');
  await assert.rejects(openCheckpoint(folder), { code: 'file-missing', file: join(folder, 'config.json') });
});

test('blocks that only draft tokens are left out, and other unknown ones are not', async () => {
  const even = { ...DELTA, 'qwen35.ssm.time_step_rank': 2, 'qwen35.block_count': 2 };
  const tensors = [
    floats('blk.1.nextn.eh_proj.weight', [4], ROWS),
    floats('blk.0.post_attention_norm.weight', [4], ROWS),
  ];
  const open = async (drafting: number) => {
    const metadata = sizes('qwen35', { ...even, 'qwen35.nextn_predict_layers': drafting });
    return await openCheckpoint(await write('model.gguf', { metadata, tensors }));
  };
  const { config, tensors: opened } = await open(1);
  assert.equal(config.size('num_hidden_layers'), 1);
  assert.deepEqual([...opened.keys()], ['model.layers.0.post_attention_layernorm.weight']);
  await assert.rejects(open(0), { code: 'tensor-invalid', tensor: 'blk.1.nextn.eh_proj.weight' });
});

test('a table may be padded to a multiple of 64 rows', async () => {
  const read = async (rows: number) => {
    const metadata = sizes('llama', {
      'tokenizer.ggml.tokens': { texts: Array.from({ length: 65 }, (_, i) => `${i}`) },
    });
    const tensors = [floats('token_embd.weight', [rows, 4], Array(4 * rows).fill(1))];
    return (await openCheckpoint(await write('model.gguf', { metadata, tensors }))).config.size('vocab_size');
  };
  assert.deepEqual([await read(65), await read(128)], [65, 128]);
  for (const rows of [64, 127, 192]) await assert.rejects(read(rows), { code: 'gguf-header' });
});

const DELTA: Readonly<Record<string, Written>> = {
  'qwen35.ssm.time_step_rank': 3,
  'qwen35.ssm.group_count': 2,
  'qwen35.ssm.inner_size': 12,
  'qwen35.ssm.state_size': 4,
};
const GEMMA4: Readonly<Record<string, Written>> = {
  'gemma4.attention.key_length_swa': 4,
  'gemma4.attention.value_length_swa': 4,
};

const REFUSED: [name: string, parts: GgufParts, expected: object][] = [
  [
    'an architecture that is not in the table',
    { metadata: { 'general.architecture': 'rwkv7' } },
    { code: 'config-unsupported', key: 'general.architecture', value: '"rwkv7"' },
  ],
  ['no architecture', {}, { code: 'config-unsupported', value: '""' }],
  [
    'a size that is not there',
    { metadata: { 'general.architecture': 'llama' } },
    { problem: 'it has no llama.embedding_length' },
  ],
  [
    'a tensor that the architecture does not have',
    { metadata: sizes('llama'), tensors: [floats('blk.0.attn_sinks.weight', [4], ROWS)] },
    { code: 'tensor-invalid', tensor: 'blk.0.attn_sinks.weight' },
  ],
  [
    'a tokenizer and a table of different sizes',
    { ...LLAMA, metadata: { ...LLAMA.metadata, 'tokenizer.ggml.tokens': { texts: ['a', 'b'] } } },
    { problem: 'its tokenizer has 2 tokens and its table of embeddings 3 rows' },
  ],
  [
    'sizes that differ from layer to layer',
    { metadata: sizes('llama', { 'llama.attention.head_count_kv': { int32s: [1, 2] } }) },
    { problem: 'llama.attention.head_count_kv differs from layer to layer, which Tokenscope does not read' },
  ],
  [
    'Falcon-H1 whose one table was multiplied for the way in',
    { metadata: sizes('falcon-h1'), tensors: [floats('token_embd.weight', [4, 1], ROWS)] },
    { code: 'gguf-lossy' },
  ],
  [
    'MPT without biases by distance',
    { metadata: sizes('mpt', { 'mpt.attention.max_alibi_bias': { float32: 0 } }) },
    { code: 'config-unsupported', key: 'mpt.attention.max_alibi_bias', value: '0', supported: ['8'] },
  ],
  [
    'Mistral 3 with experts',
    { metadata: sizes('mistral3', { 'mistral3.expert_count': 8 }) },
    { code: 'config-unsupported', key: 'mistral3.expert_count', value: '8', supported: ['0'] },
  ],
  [
    'Apertus without the numbers of its activation',
    { metadata: sizes('apertus') },
    { problem: 'it has no list of numbers xielu.alpha_n' },
  ],
  [
    'a list with numbers for fewer layers than there are',
    { metadata: sizes('apertus', { 'apertus.block_count': 2, 'xielu.alpha_n': { float32s: [1] } }) },
    { problem: 'xielu.alpha_n has 1 numbers for 2 layers' },
  ],
  [
    'heads that cannot share keys evenly',
    { metadata: sizes('qwen35', DELTA) },
    { problem: 'its states have 3 heads for 2 keys, and 12 values together' },
  ],
  [
    'rows that its heads do not make up',
    { metadata: sizes('llama'), tensors: [floats('blk.0.attn_q.weight', [3, 1], [1, 2, 3])] },
    { code: 'tensor-invalid', problem: '3 rows, which is no multiple of the 4 that its heads take' },
  ],
  [
    'Gemma 4 that does not say which pairs turn',
    { metadata: sizes('gemma4', GEMMA4) },
    { problem: 'it does not say which pairs of its wide heads turn (rope_freqs.weight)' },
  ],
];
for (const [name, parts, expected] of REFUSED) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(openCheckpoint(await write('model.gguf', parts)), (failure: object) => {
      assert.partialDeepStrictEqual(failure, expected);
      return true;
    });
  });
}

test('names the types that can be widened where a tensor has another', async () => {
  const tensors = [{ name: 'token_embd.weight', type: 17, shape: [1, 256], bytes: new Uint8Array(74) }];
  const checkpoint = await openCheckpoint(await write('model.gguf', { metadata: sizes('llama'), tensors }));
  assert.throws(() => floatTensor(checkpoint, 'model.embed_tokens.weight', [1, 256]), {
    problem: /^IQ2_XS where one of F32, F16, BF16, Q4_0, .*MXFP4, MXFP4 \(Ollama\) is needed$/,
  });
});

test('a folder called like a file is a folder', async () => {
  await mkdir(join(folder, 'odd.gguf'));
  await assert.rejects(openCheckpoint(join(folder, 'odd.gguf')), { code: 'file-missing' });
});
