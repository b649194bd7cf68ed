// What a row of the table of GGUF's architectures says, and what rows share. Knows no architecture.
import type { StoredOrder } from '../storedOrder.ts';
import type { ArchitectureKeys } from './configKeys.ts';
import type { ListedTensor, Part, TensorNames } from './tensorNames.ts';

export interface GgufArchitecture {
  /** Hugging Face's model_type. */
  readonly modelType: string;
  readonly names: TensorNames;
  /** Keys of config.json beside those that all have. */
  readonly keys?: (from: ArchitectureKeys) => Readonly<Record<string, unknown>>;
  /** Layers may have different numbers of key-value heads; `keys` says which, and num_key_value_heads is the first layer's. */
  readonly keysDiffer?: true;
  /** What config.json says of scaled positions, and the file does not. */
  readonly scaling?: (from: ArchitectureKeys) => Readonly<Record<string, unknown>>;
  /** How positions are scaled where the file has a factor and no name. */
  readonly scalingType?: string;
  /** The divisors of rotary pairs (rope_freqs) are not of all layers; `keys` says what they mean. */
  readonly ownDivisors?: true;
  /** Rows of the maps to queries and keys are arranged for rotary pairs that are neighbours. */
  readonly pairs?: 'neighbours';
  /** The joined map to queries, keys and values is cut head by head in the model, or by groups of heads that share keys. */
  readonly joined?: 'byHead' | 'byGroup';
  /** It reads a text in both directions, which no key of the file needs to say. */
  readonly bidirectional?: true;
  /** What its files say about that means nothing. */
  readonly saysNoDirection?: true;
  /** Tensors that hold several of the model's, one below another, by llama.cpp's name. */
  readonly parts?: (from: ArchitectureKeys) => Readonly<Record<string, readonly Part[]>>;
  /** Tensors whose numbers are in the metadata, a list of one for each layer, by their key. */
  readonly listed?: Readonly<Record<string, ListedTensor>>;
  /** How tensors are arranged otherwise than in the model, by llama.cpp's name. */
  readonly orders?: (from: ArchitectureKeys) => Readonly<Record<string, StoredOrder>>;
  /** Fails where the file cannot stand for the model, or for one that can be run. */
  readonly check?: (from: ArchitectureKeys) => void;
  /** Norms are stored with 1 added, but for those of states. */
  readonly norms?: 'plusOne';
  /** -exp(A) is stored in place of A, by llama.cpp's name. */
  readonly exponentials?: readonly string[];
  /** Maps that the model stores as [in, out], and the file as everybody else. */
  readonly transposed?: readonly string[];
}

/** Sliding layers, as config.json has them; undefined where the file has no list. */
export function windows({ number, sliding }: ArchitectureKeys) {
  const layer_types = sliding?.map((slides) => (slides ? 'sliding_attention' : 'full_attention'));
  return { sliding_window: number('attention.sliding_window') || null, layer_types };
}

export function expertKeys({ number }: ArchitectureKeys) {
  return { num_local_experts: number('expert_count'), num_experts_per_tok: number('expert_used_count') };
}

/** A joined map to queries, keys and values, one below another, of models that have three. */
export function joinedHeads({ heads, dHead, number }: ArchitectureKeys): Readonly<Record<string, readonly Part[]>> {
  const ofKeys = (number('attention.head_count_kv') ?? heads) * dHead;
  return {
    attn_qkv: [
      { name: 'self_attn.q_proj', rows: heads * dHead },
      { name: 'self_attn.k_proj', rows: ofKeys },
      { name: 'self_attn.v_proj', rows: ofKeys },
    ],
  };
}
