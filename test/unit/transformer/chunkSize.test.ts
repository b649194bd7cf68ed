// How many tokens are run at a time, for models of real sizes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { ModelShape } from '../../../src/transformer/architecture.ts';
import { type ChunkPlace, chunkSize } from '../../../src/transformer/chunkSize.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const GPT2_SMALL = { dModel: 768, heads: 12, keyValueHeads: 12, dHead: 64 };
const SMOLLM = { dModel: 576, heads: 9, keyValueHeads: 3, dHead: 64 };
const LLAMA_8B = { dModel: 4096, heads: 32, keyValueHeads: 8, dHead: 128 };

function sizeFor(sizes: typeof GPT2_SMALL, place: ChunkPlace, more: Partial<ModelShape> = {}): number {
  const layers = 2;
  const patterns = { attentionPatterns: Array.from({ length: layers }, () => ({})) };
  const shape = {
    layers,
    inner: 0,
    vocabSize: 0,
    context: 1 << 20,
    learnedPositions: false,
    ...sizes,
    ...patterns,
    ...more,
  };
  return chunkSize(shape as ModelShape, place);
}

test('a block takes about a tenth of a second: fewer tokens of larger models and of longer texts', () => {
  const fused = true;
  assert.equal(sizeFor(GPT2_SMALL, { tokens: 512, weights: 7.1e6, fused }), 512);
  assert.equal(sizeFor(SMOLLM, { tokens: 4096, weights: 3.5e6, fused }), 512);
  assert.equal(sizeFor(SMOLLM, { tokens: 10_000, weights: 3.5e6, fused }), 256);
  assert.equal(sizeFor(LLAMA_8B, { tokens: 512, weights: 218e6, fused }), 64);
  const experts = { layers: [true, true], experts: 32, chosen: 8, inner: 512, sharedInner: 0 };
  const granite = { dModel: 1024, heads: 16, keyValueHeads: 8, dHead: 64 };
  const weights = 3.1e6 + 32 * 3 * 1024 * 512; // of which a token needs 16 million
  assert.equal(sizeFor(granite, { tokens: 512, weights, fused }, { experts }), 256);
});

test('scores that are made explicitly have at most 16 MB, but for 16 tokens', () => {
  const weights = 3.5e6;
  const scores = (tokens: number) => sizeFor(SMOLLM, { tokens, weights, fused: false }) * 9 * tokens * 4;
  for (const tokens of [1000, 4096, 10_000]) assert.ok(scores(tokens) <= 1 << 24);
  assert.equal(sizeFor(SMOLLM, { tokens: 100_000, weights, fused: false }), 16);
  const alibi = { attentionPatterns: [{}, { alibi: { slopes: [1], byKey: true } }] } as Partial<ModelShape>;
  assert.equal(sizeFor(SMOLLM, { tokens: 10_000, weights, fused: true }, alibi), Math.floor(2 ** 22 / 90_000));
});

test('a text that is read in fewer tokens at a time is read as often', async () => {
  const model = await Transformer.load(join(FIXTURES, 'llama'), { runtime: { ...localCpu, chunk: 3 } });
  try {
    const blocks: number[] = [];
    await model.forward(model.newSequence(), [1, 2, 3, 4, 5, 6, 7], { onBlock: (done) => blocks.push(done) });
    assert.equal(blocks.length, 3 * model.shape.layers);
  } finally {
    await model.release();
  }
});
