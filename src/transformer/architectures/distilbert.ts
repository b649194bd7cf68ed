// DistilBERT. Sanh et al. 2019, https://arxiv.org/abs/1910.01108: BERT with half the blocks, each begun with the weights of
// one of BERT's, and taught to give BERT's answers. Names are its own, and no table tells a first text from a second one.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { bertFamily, encoderShape, type HeadNames } from '../bertFamily.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { sizesOf } from '../layers/sizes.ts';

/** DistilBERT's names for the usual keys. */
const OTHER_NAMES = {
  dim: 'hidden_size',
  n_heads: 'num_attention_heads',
  n_layers: 'num_hidden_layers',
  hidden_dim: 'intermediate_size',
};
/** Those of DistilBertConfig. */
const DEFAULTS = {
  vocab_size: 30_522,
  hidden_size: 768,
  num_hidden_layers: 6,
  num_attention_heads: 12,
  intermediate_size: 3072,
  max_position_embeddings: 512,
};
const HEAD: HeadNames = {
  dense: 'vocab_transform',
  norm: 'vocab_layer_norm',
  table: 'vocab_projector.weight',
  biases: ['vocab_projector.bias'],
};

export const distilbert: Architecture = {
  shape,
  ...bertFamily({
    base: 'distilbert.',
    list: 'transformer.layer',
    attention: { within: 'attention.', queries: 'q_lin', keys: 'k_lin', values: 'v_lin', output: 'out_lin' },
    attentionNorm: 'sa_layer_norm',
    mlp: { up: 'ffn.lin1', down: 'ffn.lin2' },
    mlpNorm: 'output_layer_norm',
    head: HEAD,
    epsilon: () => 1e-12,
    activation: (config: Config) => config.choice('activation', ACTIVATION_NAMES, 'gelu'),
  }),
};

/** Sinusoidal positions are computed once and stored in the same table. */
function shape(checkpoint: Checkpoint): ModelShape {
  const sizes = sizesOf(checkpoint.config.withNames(OTHER_NAMES), DEFAULTS);
  return encoderShape(checkpoint, sizes, HEAD);
}
