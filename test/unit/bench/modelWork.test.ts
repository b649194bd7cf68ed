import assert from 'node:assert/strict';
import { test } from 'node:test';
import { llama } from '../../bench/llamaShapes.ts';
import { gpt2 } from '../../bench/modelShapes.ts';
import { prefillFlop, tokenBytes, workOf } from '../../bench/modelWork.ts';

test('counts what a GPT-2 multiplies: 12 d² weights in a block', () => {
  const work = workOf(gpt2({ n_layer: 2, n_embd: 4, n_head: 2, n_positions: 8, vocab_size: 10 }));
  assert.deepEqual(work, { layers: 2, width: 4, keyValueWidth: 4, inBlocks: 2 * 12 * 16, inTable: 40 });
  // 3 tokens: 2 · 384 · 3 for weights, 2 layers · 4 · 3² · 2 for keys and values, 2 · 40 for the last row of logits
  assert.equal(prefillFlop(work, 3), 2304 + 144 + 80);
});

test('counts what a token of a Llama reads, with fewer keys than queries', () => {
  const work = workOf(
    llama({
      ...{ hidden_size: 8, intermediate_size: 3, num_hidden_layers: 1, vocab_size: 5 },
      ...{ num_attention_heads: 4, num_key_value_heads: 2 },
    }),
  );
  // 8 · 8 for queries and the way out, 4 · 8 for keys and for values, 3 · 8 three times in the MLP
  assert.deepEqual(work, { layers: 1, width: 8, keyValueWidth: 4, inBlocks: 128 + 64 + 72, inTable: 40 });
  // 4 bytes a weight, and for each of 10 tokens before 4 floats of a key and 4 of a value
  assert.equal(tokenBytes(work, 10), 4 * 304 + 10 * 32);
  assert.equal(tokenBytes(work, 10, 1), 304 + 10 * 32);
});
