// Phi-3 and Phi-4. Abdin et al. 2024, "Phi-3 Technical Report", https://arxiv.org/abs/2404.14219: Llama with its maps
// joined, one to queries, keys and values (in that order), one to both halves of the gated MLP (gate first), and LongRoPE
// for long texts.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATIONS } from '../layers/activations.ts';
import { attend, splitHeads } from '../layers/attention.ts';
import { type Block, beginBlock, preNormBlock } from '../layers/block.ts';
import { rotated } from '../layers/groupedQueryAttention.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of Phi3Config, which are the sizes of Phi-3 mini. */
const DEFAULTS = {
  vocab_size: 32_064,
  hidden_size: 3072,
  intermediate_size: 8192,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const phi3: Architecture = { shape, block, ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta, share: 1, trainedContext: 4096 }),
    window: config.sizeOrNone('sliding_window'),
  }));
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS);
  preNormBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    attention: (x) => attention(block, x),
    mlpNorm: (x) => norm(x, 'post_attention_layernorm'),
    mlp: (x) => mlp(block, x),
  });
}

/**
 * Grouped-query attention from one joined map: [n, d] → [n, d]. Its matrix holds W_q, W_k and W_v below one another;
 * where groups of heads share keys, W_k and W_v have fewer rows.
 */
function attention(block: Block, x: Value): Value {
  const { g, w, shape, inputs } = block;
  const { dModel, heads, keyValueHeads, dHead } = shape;
  const widths = [heads * dHead, keyValueHeads * dHead, keyValueHeads * dHead];
  const to = widths.reduce((sum, width) => sum + width);
  const joined = w.linear(x, 'self_attn.qkv_proj', { from: dModel, to, bias: false }); // [n, all of them]
  const [q, k, v] = g.splitAt(joined, g.integers(widths), 3, -1);
  const queries = rotated(block, splitHeads(g, q, heads, dHead)); // [heads, n, d_head]
  const keys = rotated(block, splitHeads(g, k, keyValueHeads, dHead)); // [key-value heads, n, d_head]
  const values = splitHeads(g, v, keyValueHeads, dHead);
  const mixed = attend(g, { queries, keys, values, scale: 1 / Math.sqrt(dHead), sizes: shape }, inputs);
  return w.linear(mixed, 'self_attn.o_proj', { from: heads * dHead, to: dModel, bias: false });
}

/** W_down (silu(gate) ⊙ up), with gate and up the two halves of one product. [n, d] → [n, d] */
function mlp({ g, w, config, shape }: Block, x: Value): Value {
  const { dModel } = shape;
  const { inner, activation } = familyMlp({ config, shape });
  const joined = w.linear(x, 'mlp.gate_up_proj', { from: dModel, to: 2 * inner, bias: false }); // [n, 2 inner]
  const [gate, up] = g.split(joined, 2, -1);
  const hidden = g.multiply(ACTIVATIONS[activation](g, gate), up); // [n, inner]
  g.output('mlp_hidden', hidden, ['n', inner]);
  return w.linear(hidden, 'mlp.down_proj', { from: inner, to: dModel, bias: false });
}
