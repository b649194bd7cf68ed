// The least that a model has to compute and to read, from its shape alone: what a machine's limits are held against. Norms,
// biases and activations are left out; they are a hundredth of it.
import type { ModelShapes } from './modelShapes.ts';

export interface ModelWork {
  readonly layers: number;
  /** Of all heads together: heads · d_head, and what of it has keys and values of its own. */
  readonly width: number;
  readonly keyValueWidth: number;
  /** Weights of the blocks' matrices, each of which a token is multiplied by. */
  readonly inBlocks: number;
  /** Those of the table that the last token is multiplied by. */
  readonly inTable: number;
}

/** Of a GPT-2 or a Llama, by the names of its tensors and the keys of its configuration. */
export function workOf({ config, tensors }: ModelShapes): ModelWork {
  const number = (...names: string[]) => Number(names.map((name) => config[name]).find((value) => value !== undefined));
  const width = number('n_embd', 'hidden_size');
  const heads = number('n_head', 'num_attention_heads');
  const sizes = tensors.filter(([, shape]) => shape.length === 2).map(([name, [a, b]]) => ({ name, weights: a * b }));
  const sum = (names: RegExp) =>
    sizes.filter(({ name }) => names.test(name)).reduce((all, { weights }) => all + weights, 0);
  return {
    layers: number('n_layer', 'num_hidden_layers'),
    width,
    keyValueWidth: (width / heads) * (Number(config.num_key_value_heads) || heads),
    inBlocks: sum(/\.\d+\./),
    inTable: sum(/wte|embed_tokens/),
  };
}

/**
 * FLOP to read n tokens and choose the next: two for each weight and token, and in each layer two for each number of every
 * earlier token's key and value, half of which the mask hides: 2 · 2 · width · n² / 2.
 */
export function prefillFlop({ layers, width, inBlocks, inTable }: ModelWork, n: number): number {
  return 2 * inBlocks * n + 2 * layers * width * n ** 2 + 2 * inTable;
}

/** Bytes to read for one token behind `past` others: all weights, and their keys and values in float32. */
export function tokenBytes({ layers, keyValueWidth, inBlocks, inTable }: ModelWork, past: number, weightBytes = 4) {
  return weightBytes * (inBlocks + inTable) + 4 * 2 * layers * keyValueWidth * past;
}
