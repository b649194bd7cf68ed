// GPT-NeoX, also Pythia. Black et al. 2022, "GPT-NeoX-20B", https://arxiv.org/abs/2204.06745, §2.1:
//   x' = x + attention(norm_1(x)) + mlp(norm_2(x))
// Attention and MLP read the same stream, so that they can be computed at once; a quarter of each head is rotated by
// position; and one map makes queries, keys and values, laid out head by head (q k v of head 0, then of head 1, …), not
// all queries first as in GPT-2. The output table is one of its own.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { type Block, beginBlock, parallelBlock, preNormBlock } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { layerNormedEnds } from '../layers/layerNormedEnds.ts';
import { plainMlp } from '../layers/mlp.ts';
import { ropeParameters, rotaryFrom } from '../layers/ropeScaling.ts';
import { sizesOf, uniformLayers } from '../layers/sizes.ts';
import type { TokenTables } from '../layers/tokenTables.ts';

/** Those of GPTNeoXConfig, which are the sizes of GPT-NeoX 20B. */
const DEFAULTS = {
  vocab_size: 50_432,
  hidden_size: 6144,
  num_hidden_layers: 44,
  num_attention_heads: 64,
  intermediate_size: 24_576,
  max_position_embeddings: 2048,
};
const BASE = 'gpt_neox.';
const TABLES: TokenTables = { base: BASE, rows: 'embed_in.weight', head: 'embed_out.weight', tied: false };

export const gpt_neox: Architecture = {
  shape,
  block,
  ...layerNormedEnds({ tables: TABLES, norm: 'final_layer_norm', sizes: norm }),
};

function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  // Its own names: rope_theta and partial_rotary_factor count in a section only.
  const rotary = rotaryFrom(ropeParameters(config), config, sizes, {
    theta: config.positive('rotary_emb_base', 10_000),
    share: config.positive('rotary_pct', 0.25),
  });
  const parallel = config.flag('use_parallel_residual', true);
  const attentionPatterns = uniformLayers(sizes.layers, { rotary });
  return { ...sizes, gatedMlp: false, learnedPositions: false, attentionPatterns, parallel };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'layers' });
  const arrange = shape.parallel ? parallelBlock : preNormBlock;
  const mlp = {
    inner: shape.inner,
    activation: config.choice('hidden_act', ACTIVATION_NAMES, 'gelu'),
    bias: true,
  };
  arrange(block, {
    attentionNorm: (x) => block.w.layerNorm(x, 'input_layernorm', norm(checkpoint.config, shape)),
    attention: (x) => attention(block, x),
    mlpNorm: (x) => block.w.layerNorm(x, 'post_attention_layernorm', norm(checkpoint.config, shape)),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.dense_h_to_4h', down: 'mlp.dense_4h_to_h' }),
  });
}

/** Multi-head attention from one joined map, whose rows are sorted by head: [q₀ k₀ v₀ q₁ k₁ v₁ …]. [n, d] → [n, d] */
function attention(block: Block, x: Value): Value {
  return joinedAttention(block, x, {
    names: { joined: 'attention.query_key_value', output: 'attention.dense' },
    bias: block.config.flag('attention_bias', true),
    blocks: block.shape.heads,
  });
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_eps', 1e-5) };
}
