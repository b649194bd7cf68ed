// A checkpoint exported as a model repository, run by a server, asked by our client: the same numbers as here.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writeModelRepository } from '../../../../src/cli/tritonRepository.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { remoteRuntime } from '../../../../src/runtime/remote/remoteRuntime.ts';
import type { Sequence } from '../../../../src/transformer/sequence.ts';
import { type BlockOutput, Transformer } from '../../../../src/transformer/transformer.ts';
import { largestDifference } from '../../../golden/goldenErrors.ts';
import { type InferenceServer, startInferenceServer } from './inferenceServer.ts';
import { parseModelConfig } from './modelConfigText.ts';

const FIXTURES = resolve(import.meta.dirname, '../../../golden/fixtures');
/** The same operators over the same weights; only empty slots of the cache are added. */
const SAME = 1e-5;
/**
 * gpt2: learnt positions; llama: shared keys, rotation; gemma2: caps, windows, norms behind; bf16: half in the
 * repository; gemma3: a tower; apertus: weights that are single numbers; nanochat: norms without weights; bloom: biases by
 * distance; lfm2: convolutions; granitemoehybrid: states, experts; qwen3_5: a loop, gates; falcon_h1: states
 * beside attention; gemma3n_text: several streams.
 */
const MODELS = [
  'gpt2',
  'llama-sharded',
  'llama-bf16',
  'gemma2',
  'gemma3',
  'apertus',
  'nanochat',
  'bloom',
  'lfm2',
  'granitemoehybrid',
  'qwen3_5',
  'falcon_h1',
  'gemma3n_text',
] as const;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repository-'));
  for (const model of MODELS) await writeModelRepository(join(FIXTURES, model), join(folder, model));
});
after(async () => await rm(folder, { recursive: true }));

for (const model of MODELS) {
  for (const binary of [true, false]) {
    test(`${model} on a server gives the numbers of this machine, ${binary ? 'binary' : 'as JSON'}`, async () => {
      const server = await startInferenceServer(join(folder, model), { binary });
      const here = await Transformer.load(join(FIXTURES, model), { runtime: localCpu });
      const there = await Transformer.load(join(folder, model), { runtime: await remoteRuntime(`${server.url}/v2/`) });
      try {
        assert.equal(JSON.stringify(there.shape), JSON.stringify(here.shape));
        assert.equal(there.parameters, here.parameters);
        assert.equal(there.checkpoint.weightBytes, here.checkpoint.weightBytes);
        await compare(here, there);
      } finally {
        await Promise.all([here.release(), there.release(), server.close()]);
      }
    });
  }
}

/** Prefill, more of it, decode with the cache, then everything that can be read from a run. */
async function compare(here: Transformer, there: Transformer): Promise<void> {
  const ids = Array.from({ length: 24 }, (_, i) => (i * 37 + 11) % here.shape.vocabSize);
  const [ours, theirs] = [here.newSequence(), there.newSequence()];
  const attentions: [Float32Array[], Float32Array[]] = [[], []];
  for (const piece of [ids.slice(0, 9), ids.slice(9, 21), ...ids.slice(21).map((id) => [id])]) {
    await here.forward(ours, piece, { onAttention: (_, weights) => attentions[0].push(weights) });
    await there.forward(theirs, piece, { onAttention: (_, weights) => attentions[1].push(weights) });
  }
  for (const [i, weights] of attentions[0].entries()) same(`attention ${i}`, attentions[1][i], weights);
  for (let layer = 0; layer <= here.shape.layers; layer++) {
    same(`residual ${layer}`, theirs.streams(layer, 0, 24), ours.streams(layer, 0, 24));
  }
  const { layers } = here.shape;
  const last = (sequence: Sequence) =>
    [sequence.residual(layers, 23, 24), sequence.otherStreams[layers].rows(23, 24)] as const;
  same('logits', (await there.unembed(...last(theirs))).logits, (await here.unembed(...last(ours))).logits);
  same('lens', await there.lens(...last(theirs)), await here.lens(...last(ours)));
  const names = ['queries', 'scores', 'attention', 'attention_added', 'mlp_hidden', 'mlp_added'] as const;
  for (const [start, end] of [
    [0, 24],
    [20, 24],
  ] as const) {
    const [a, b] = [
      await here.recomputeBlock(ours, 1, start, end, names),
      await there.recomputeBlock(theirs, 1, start, end, names),
    ];
    for (const name of names) same(`${name} of ${start} to ${end}`, b[name], a[name]);
  }
}

function same(what: string, actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length, what);
  for (const [i, value] of expected.entries()) {
    if (Number.isFinite(value)) continue;
    assert.equal(actual[i], value, `${what}[${i}]`);
  }
  const finite = (values: Float32Array) => values.filter((_, i) => Number.isFinite(expected[i]));
  const difference = largestDifference(finite(actual), finite(expected));
  assert.ok(difference <= SAME, `${what} differs by ${difference}`);
}

describe('the repository', () => {
  test('has a folder a graph with its configuration, its graph and the weights that this graph uses', async () => {
    const root = join(folder, 'llama-bf16');
    const entries = (await readdir(root, { withFileTypes: true })).toSorted((a, b) => a.name.localeCompare(b.name));
    const names = (folders: boolean) => entries.filter((one) => one.isDirectory() === folders).map(({ name }) => name);
    assert.deepEqual(names(true), ['block_000', 'block_001', 'embed', 'unembed']);
    assert.deepEqual(names(false), ['config.json', 'generation_config.json', 'openvino.json', 'tokenscope.json']);
    assert.deepEqual((await readdir(join(root, 'embed'))).toSorted(), ['1', 'config.pbtxt']);
    assert.deepEqual((await readdir(join(root, 'embed/1'))).toSorted(), ['model.onnx', 'model.onnx.data']);
    const { tensors } = JSON.parse(await readFile(join(root, 'tokenscope.json'), 'utf8'));
    const { shape } = tensors['model.embed_tokens.weight'];
    assert.equal((await stat(join(root, 'embed/1/model.onnx.data'))).size, shape[0] * shape[1] * 2);
  });

  test('describes a block to Triton as model_config.proto wants it', async () => {
    const text = await readFile(join(folder, 'gpt2/block_000/config.pbtxt'), 'utf8');
    const config = parseModelConfig(text);
    const { name, backend, default_model_filename, max_batch_size } = config;
    assert.deepEqual(
      [name, backend, default_model_filename, max_batch_size],
      ['block_000', 'onnxruntime', 'model.onnx', 0],
    );
    assert.deepEqual(config.input, [
      { name: 'residual', data_type: 'TYPE_FP32', dims: [-1, 48] },
      { name: 'past_keys', data_type: 'TYPE_FP32', dims: [4, 12, -1] },
      { name: 'past_values', data_type: 'TYPE_FP32', dims: [4, -1, 12] },
      { name: 'mask', data_type: 'TYPE_FP32', dims: [-1, -1, -1] },
      { name: 'widths', data_type: 'TYPE_INT64', dims: [2] },
      { name: 'head_gains', data_type: 'TYPE_FP32', dims: [4, -1, 1] },
      { name: 'head_offsets', data_type: 'TYPE_FP32', dims: [4, -1, 12] },
      { name: 'attention_gain', data_type: 'TYPE_FP32', dims: [-1, 1] },
      { name: 'attention_offset', data_type: 'TYPE_FP32', dims: [-1, 48] },
      { name: 'mlp_gain', data_type: 'TYPE_FP32', dims: [-1, 1] },
      { name: 'mlp_offset', data_type: 'TYPE_FP32', dims: [-1, 48] },
    ]);
    const outputs = config.output.map((output) => output.name);
    const readable: BlockOutput[] = [
      'queries',
      'scores',
      'attention',
      'found',
      'attention_in',
      'attention_out',
      'mlp_hidden',
      'mlp_out',
    ];
    for (const output of ['keys', 'values', 'residual_out', ...readable]) assert.ok(outputs.includes(output), output);
  });

  test('is not written over something', async () => {
    const taken = join(folder, 'gpt2');
    await assert.rejects(writeModelRepository(join(FIXTURES, 'gpt2'), taken), { code: 'file-unreadable', file: taken });
  });

  test('names its models to OpenVINO Model Server, by folders beside the list', async () => {
    const list = JSON.parse(await readFile(join(folder, 'gemma2/openvino.json'), 'utf8'));
    const folders = (await readdir(join(folder, 'gemma2'), { withFileTypes: true })).filter((one) => one.isDirectory());
    const models = list.model_config_list.map(({ config }: { config: { name: string; base_path: string } }) => config);
    assert.deepEqual(
      models.map(({ name }: { name: string }) => name).toSorted(),
      folders.map(({ name }) => name).toSorted(),
    );
    for (const { name, base_path } of models) assert.equal(base_path, name);
  });
});

describe('what travels', () => {
  let server: InferenceServer;
  before(async () => {
    server = await startInferenceServer(join(folder, 'gpt2'), { binary: true });
  });
  after(async () => await server.close());

  test('nothing before the models are compared, then one request a graph', async () => {
    const model = await Transformer.load(join(folder, 'gpt2'), { runtime: await remoteRuntime(server.url) });
    const names = ['embed', 'block_000', 'block_001', 'block_002', 'unembed'];
    assert.deepEqual(server.paths, ['/v2/health/ready', '/v2', ...names.map((name) => `/v2/models/${name}`)]);
    assert.equal(server.bytesReceived(), 0);
    const before = server.paths.length;
    await model.forward(model.newSequence(), [1, 2, 3]);
    assert.deepEqual(
      server.paths.slice(before),
      names.slice(0, -1).map((name) => `/v2/models/${name}/versions/1/infer`),
    );
    await model.release();
  });

  test('a folder without weights runs nowhere but on a server', async () => {
    await assert.rejects(Transformer.load(join(folder, 'gpt2'), { runtime: localCpu }), {
      code: 'file-missing',
      file: join(folder, 'gpt2/model.safetensors'),
    });
  });
});
