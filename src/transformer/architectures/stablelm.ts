// StableLM. Tow et al. 2023, https://huggingface.co/stabilityai/stablelm-3b-4e1t; Bellagente et al. 2024, "Stable LM 2 1.6B",
// https://arxiv.org/abs/2402.17834, §2.3: Llama with layer norms, and a quarter of each head rotated by position. Stable LM
// 2 has biases on queries, keys and values; its 12B model norms queries and keys, each head with gains of its own, and has
// attention and MLP side by side behind one norm, as GPT-J.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, parallelBlock, preNormBlock, sharedNorm } from '../layers/block.ts';
import { type GroupedQueryOptions, groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { normEachHead } from '../layers/headNorms.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of StableLmConfig, which are the sizes of StableLM 3B. */
const DEFAULTS = {
  vocab_size: 50_304,
  hidden_size: 2560,
  intermediate_size: 6912,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  max_position_embeddings: 4096,
  layer_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const OPTIONS = { norm: 'layerNorm' } as const;

export const stablelm: Architecture = { shape, block, ...familyEnds(DEFAULTS, OPTIONS) };

function shape({ config }: Checkpoint): ModelShape {
  const rotated = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta, share: 0.25 }),
  }));
  return { ...rotated, parallel: config.flag('use_parallel_residual', false) };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS, OPTIONS);
  const halves = {
    attention: (x: Value) => groupedQueryAttention(block, x, attention(block)),
    mlp: (x: Value) => gatedMlp(block, x, { ...familyMlp(block), bias: false }),
  };
  if (shape.parallel) {
    parallelBlock(block, { ...sharedNorm(norm(block.residual, 'input_layernorm')), ...halves });
    return;
  }
  preNormBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    mlpNorm: (x) => norm(x, 'post_attention_layernorm'),
    ...halves,
  });
}

function attention({ g, w, config, shape }: Block): GroupedQueryOptions {
  const bias = config.flag('use_qkv_bias', false);
  if (!config.flag('qk_layernorm', false)) return { bias, outputBias: false };
  const { heads, keyValueHeads, dHead } = shape;
  const ofHead = { width: dHead, epsilon: config.positive('layer_norm_eps', DEFAULTS.layer_norm_eps) };
  const normEach = (x: Value, name: 'q_norm' | 'k_norm') => {
    const [norms, count] = name === 'q_norm' ? ['q_layernorm', heads] : ['k_layernorm', keyValueHeads];
    const gainOf = (head: number) => w.tensor(`self_attn.${norms}.norms.${head}.weight`, [dHead]);
    const gains = g.concat(
      Array.from({ length: Number(count) }, (_, head) => gainOf(head)),
      0,
    ); // [count · d_head]
    return normEachHead(g, x, g.reshape(gains, [Number(count), 1, dHead]), ofHead);
  };
  return { bias, outputBias: false, normEach };
}
