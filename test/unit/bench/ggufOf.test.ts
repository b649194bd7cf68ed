// The bench's GGUF files hold the weights of the checkpoints that they are made from: both are read by the same model, and
// by llama.cpp where it can run.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { ggufOf } from '../../bench/ggufOf.ts';
import { vocabularyOf } from '../../bench/ggufShapes.ts';
import { llama } from '../../bench/llamaShapes.ts';
import { gpt2, type ModelShapes } from '../../bench/modelShapes.ts';
import { randomCheckpoint } from '../../bench/randomCheckpoint.ts';
import { LlamaCpp, noLlamaCpp } from '../../llama/llamaCpp.ts';

const TOKENIZER = join(import.meta.dirname, '../../golden/fixtures/tokenizers/gpt2/tokenizer.json');
const IDS = [5, 77, 300, 12, 999, 3];
const WORDS = 1024;
const root = await mkdtemp(join(tmpdir(), 'gguf-of-'));
after(() => rm(root, { recursive: true }));

const MODELS: Readonly<Record<string, ModelShapes>> = {
  'GPT-2': gpt2({ n_layer: 2, n_embd: 64, n_head: 4, n_positions: 64, vocab_size: WORDS }),
  Llama: llama({
    ...{ hidden_size: 64, intermediate_size: 96, num_hidden_layers: 2, vocab_size: WORDS },
    ...{ num_attention_heads: 4, num_key_value_heads: 2 },
  }),
};

for (const [name, { scales = {}, ...shapes }] of Object.entries(MODELS)) {
  test(`a ${name} in F32 is the checkpoint`, async () => {
    const { folder, file } = await written(name, { ...shapes, scales: { ...scales, weight: 8 } }, 'F32');
    const [expected, found] = [await logits(folder), await logits(file)];
    assert.ok(spread(expected) > 0.1);
    assert.ok(difference(expected, found) < 1e-4 * spread(expected));
    if (noLlamaCpp()) return;
    await using theirs = await LlamaCpp.open(file);
    assert.ok(difference(expected, await theirs.logits(IDS)) < 0.01 * spread(expected));
  });
  test(`a ${name} in Q8_0 is near the checkpoint`, async () => {
    const { folder, file } = await written(name, shapes, 'Q8_0');
    const [expected, found] = [await logits(folder), await logits(file)];
    assert.ok(difference(expected, found) > 0);
    assert.ok(difference(expected, found) < 0.05 * spread(expected));
  });
}

async function written(name: string, shapes: ModelShapes, type: 'F32' | 'Q8_0') {
  const folder = await randomCheckpoint(join(root, `${name} ${type}`), shapes);
  const vocabulary = vocabularyOf(JSON.parse(await readFile(TOKENIZER, 'utf8')), WORDS, 'gpt-2');
  return { folder, file: await ggufOf(folder, join(root, `${name} ${type}.gguf`), type, vocabulary) };
}

async function logits(model: string): Promise<Float32Array> {
  const opened = await Transformer.load(model, { runtime: localCpu, precision: 'auto' });
  try {
    const sequence = opened.newSequence();
    await opened.forward(sequence, IDS);
    return await opened.logits(sequence);
  } finally {
    await opened.release();
  }
}

function difference(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}

function spread(values: Float32Array): number {
  return Math.max(...values) - Math.min(...values);
}
