// What the other processes are told of a model's shape and memory, by hand from config.json and the shapes of tensors.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { Precision } from '../../../src/contract/engineOptions.ts';
import { modelInfo } from '../../../src/engine/modelInfo.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');

async function infoOf(name: string, precision: Precision = 'float32'): Promise<ModelInfo> {
  const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu, precision });
  const info = modelInfo({}, model, { precision: { kept: precision, error: undefined }, provider: undefined });
  await model.release();
  return info;
}

test('grouped heads, a gated MLP and tied tables', async () => {
  const { keyValueHeads, dHead, inner, gatedMlp, windows, tiedTables, positions } = await infoOf('qwen2');
  assert.deepEqual([keyValueHeads, dHead, inner, gatedMlp, tiedTables, positions], [2, 14, 140, true, true, 'rotary']);
  assert.deepEqual(windows, [null, null, null]);
  assert.equal((await infoOf('llama')).tiedTables, false);
});

test('a window for each layer', async () => {
  assert.deepEqual((await infoOf('gemma3_text')).windows, [10, 10, null, 10]);
});

test('learnt positions, and tables that are narrower than the stream', async () => {
  const { inner, gatedMlp, embeddingWidth, dModel, positions } = await infoOf('variants/opt-post-norm');
  assert.deepEqual([inner, gatedMlp, embeddingWidth, dModel, positions], [56, false, 16, 32, 'learned']);
});

test('a context that ends where queries would begin to grow with their position', async () => {
  assert.equal((await infoOf('variants/ministral3')).context, 64); // of 256 in config.json
});

test('the part of a model that reads text, and what it weighs', async () => {
  const { textOnly, architecture, weightBytes, parameters, tiedTables } = await infoOf('gemma3');
  assert.deepEqual([textOnly, architecture, tiedTables], [true, 'gemma3', true]);
  assert.equal(weightBytes, 4 * parameters);
  assert.equal((await infoOf('gemma3_text')).textOnly, false);
});

test('what each head takes off a score with the distance', async () => {
  const { positions, slopes } = await infoOf('bloom');
  assert.deepEqual([positions, slopes], ['alibi', [1 / 4, 1 / 16, 1 / 64, 1 / 256]]);
  assert.equal((await infoOf('llama')).slopes, undefined);
});

test('memory of the weights, by how they are kept', async () => {
  const positions = 64 * 32;
  const tokens = 256 * 32;
  const whole = await infoOf('gpt2-f16');
  // Tables stay half where rows are looked up; all that is multiplied is widened, the table of tokens among it.
  assert.equal(whole.keptBytes, 2 * (positions + tokens) + 4 * (whole.parameters - positions));
  const half = await infoOf('gpt2-f16', 'half');
  assert.equal(half.keptBytes, 2 * half.parameters);
  const matrices = 2 * (96 * 32 + 32 * 32 + 128 * 32 + 32 * 128);
  const vectors = whole.parameters - positions - tokens - matrices;
  // 32 weights share a scale of 4 bytes; with int4 the unembedding has 8 bits.
  const byte = 1 + 4 / 32;
  const nibble = 1 / 2 + 4 / 32;
  const rest = 2 * (positions + tokens) + 4 * vectors;
  assert.equal((await infoOf('gpt2-f16', 'int8')).keptBytes, rest + byte * (matrices + tokens));
  assert.equal((await infoOf('gpt2-f16', 'int4')).keptBytes, rest + nibble * matrices + byte * tokens);
});

test('where a server keeps the weights nobody here knows their memory', async () => {
  const model = await Transformer.load(join(FIXTURES, 'gpt2'), { runtime: localCpu });
  assert.equal(modelInfo({}, model, { precision: undefined, provider: undefined }).keptBytes, undefined);
  await model.release();
});

test('how most weights of a file are stored that others than GGUF have quantised', async () => {
  const { storage, keptBytes = 0, weightBytes } = await infoOf('quantised/mlx-4', 'stored');
  assert.deepEqual(storage, { method: 'MLX', bits: 4, shared: { kind: 'group', size: 64 } });
  assert.ok(keptBytes > 0 && keptBytes < 1.5 * weightBytes, `${keptBytes} of ${weightBytes}`);
  assert.equal((await infoOf('llama')).storage, undefined);
});
