// BERT. Devlin et al. 2019, https://arxiv.org/abs/1810.04805: the first of its family, which ../bertFamily.ts describes.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import {
  type BertLayout,
  bertActivation,
  bertFamily,
  encoderShape,
  type HeadNames,
  hasSegments,
} from '../bertFamily.ts';
import { sizesOf } from '../layers/sizes.ts';

/** Those of BertConfig, which are the sizes of BERT base. */
export const BERT_DEFAULTS = {
  vocab_size: 30_522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  max_position_embeddings: 512,
};

export const BERT_HEAD: HeadNames = {
  dense: 'cls.predictions.transform.dense',
  norm: 'cls.predictions.transform.LayerNorm',
  table: 'cls.predictions.decoder.weight',
  biases: ['cls.predictions.decoder.bias', 'cls.predictions.bias'],
};

export const BERT_LAYOUT: BertLayout = {
  base: 'bert.',
  list: 'encoder.layer',
  attention: {
    within: 'attention.',
    queries: 'self.query',
    keys: 'self.key',
    values: 'self.value',
    output: 'output.dense',
  },
  attentionNorm: 'attention.output.LayerNorm',
  mlp: { up: 'intermediate.dense', down: 'output.dense' },
  mlpNorm: 'output.LayerNorm',
  head: BERT_HEAD,
  epsilon: (config) => config.positive('layer_norm_eps', 1e-12),
  activation: bertActivation,
};

export const bert: Architecture = { shape, ...bertFamily(BERT_LAYOUT) };

/** Positions relative to one another (relative_key, relative_key_query) are another model. */
function shape(checkpoint: Checkpoint): ModelShape {
  checkpoint.config.choice('position_embedding_type', ['absolute'], 'absolute');
  return encoderShape(
    checkpoint,
    { ...sizesOf(checkpoint.config, BERT_DEFAULTS), segments: hasSegments(checkpoint) },
    BERT_HEAD,
  );
}
