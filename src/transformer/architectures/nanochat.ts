// nanochat. Karpathy 2025, https://github.com/karpathy/nanochat, a model that one can train for the price of a dinner:
// Llama with
//   norms that learned nothing, one of them behind the embedding: each token enters the stream with the same length;
//   queries and keys normed too, behind the rotation, which turns the other way round;
//   a plain MLP with relu²;
//   logits kept within ±15 by cap · tanh(x / cap).
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { embedTokens } from '../layers/embedding.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { plainMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { reversed } from '../layers/rotary.ts';
import { type TokenTables, tokenRows } from '../layers/tokenTables.ts';
import { Weights } from '../layers/weights.ts';
import { type FamilyOptions, familyBlock, familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of NanoChatConfig. */
const DEFAULTS = {
  vocab_size: 50_304,
  hidden_size: 768,
  intermediate_size: 8192,
  num_hidden_layers: 12,
  num_attention_heads: 6,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const NANOCHAT: FamilyOptions = { norm: 'bareRmsNorm', mlp };
const TABLES: TokenTables = { base: 'model.', rows: 'embed_tokens.weight', tied: false };

export const nanochat: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention, NANOCHAT),
  ...familyEnds(DEFAULTS, NANOCHAT),
  embed,
};

function shape({ config }: Checkpoint): ModelShape {
  const family = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: reversed(rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta })),
  }));
  return { ...family, gatedMlp: false, logitCap: config.positiveOrNone('final_logit_softcapping', 15) };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(TABLES.base, g, checkpoint);
  const rows = tokenRows(g, checkpoint, shape, TABLES);
  const norm = familyNorm({ w, config: checkpoint.config, shape }, DEFAULTS, NANOCHAT);
  embedTokens(g, (ids) => norm(rows(ids), 'norm'), shape.dModel);
}

function attention(block: Block): GroupedQueryOptions {
  const norm = familyNorm(block, DEFAULTS, NANOCHAT);
  return {
    bias: block.config.flag('attention_bias', false),
    normRotated: (heads, name) => norm(heads, name, block.shape.dHead),
  };
}

function mlp(block: Block, x: Value): Value {
  const sizes = { ...familyMlp(block, { activation: 'relu2' }), bias: false };
  return plainMlp(block, x, sizes, { up: 'mlp.fc1', down: 'mlp.fc2' });
}
