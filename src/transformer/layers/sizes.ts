// The sizes that most config.json files write with the same keys. An example, Llama 3.2 1B: hidden_size 2048 (d) and 32
// heads make heads of 2048 / 32 = 64; 8 key-value heads, so that 4 heads share the keys and values of one. The heads
// together need not be as wide as the stream: Qwen3 0.6B has 16 heads of 128 beside a stream of 1024. The file knows keys
// and defaults, no tensors.
import type { Config } from '../../checkpoint/config.ts';
import type { AttentionPattern, ModelShape } from '../architecture.ts';

/** What Hugging Face's configuration class says where config.json has no such key. */
export interface SizeDefaults {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  /** As many as heads where there is no default either. */
  readonly num_key_value_heads?: number;
  /** hidden_size / num_attention_heads where there is no default either. */
  readonly head_dim?: number;
  readonly max_position_embeddings: number;
  readonly intermediate_size: number;
}

export type Sizes = Omit<ModelShape, 'learnedPositions' | 'attentionPatterns' | 'gatedMlp'>;

/** The sizes by their usual keys. Fails with config-invalid for sizes that do not fit one another. */
export function sizesOf(config: Config, defaults: SizeDefaults): Sizes {
  const dModel = config.size('hidden_size', defaults.hidden_size);
  const heads = config.size('num_attention_heads', defaults.num_attention_heads);
  const keyValueHeads = config.size('num_key_value_heads', absent(config, defaults, heads));
  config.multiple('num_attention_heads', heads, 'num_key_value_heads', keyValueHeads);
  const dHead =
    config.sizeOrNone('head_dim', defaults.head_dim) ??
    config.multiple('hidden_size', dModel, 'num_attention_heads', heads);
  return {
    layers: config.layers('num_hidden_layers', defaults.num_hidden_layers),
    heads,
    keyValueHeads,
    dModel,
    dHead,
    inner: config.size('intermediate_size', defaults.intermediate_size),
    vocabSize: config.size('vocab_size', defaults.vocab_size),
    context: config.size('max_position_embeddings', defaults.max_position_embeddings),
  };
}

/** Key-value heads without a number in config.json: the class default stands for an absent key, null means one a head. */
function absent(config: Config, defaults: SizeDefaults, heads: number): number {
  return config.mentions('num_key_value_heads') ? heads : (defaults.num_key_value_heads ?? heads);
}

/** The same pattern for every layer; one object, so that its mask and angles are made once for all. [layers] */
export function uniformLayers(layers: number, pattern: AttentionPattern): readonly AttentionPattern[] {
  return Array.from({ length: layers }, () => pattern);
}
