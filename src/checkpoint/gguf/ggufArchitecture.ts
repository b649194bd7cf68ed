// What a row of the table of GGUF's architectures says, and what rows share. Knows no architecture.
import type { ArchitectureKeys } from './configKeys.ts';
import type { TensorNames } from './tensorNames.ts';

export interface GgufArchitecture {
  /** Hugging Face's model_type. */
  readonly modelType: string;
  readonly names: TensorNames;
  /** Keys of config.json beside those that all have. */
  readonly keys?: (from: ArchitectureKeys) => Readonly<Record<string, unknown>>;
  /** What config.json says of scaled positions, and the file does not. */
  readonly scaling?: Readonly<Record<string, unknown>>;
  /** Rows of the maps to queries and keys are arranged for rotary pairs that are neighbours. */
  readonly pairs?: 'neighbours';
  /** The joined map to queries, keys and values is cut head by head in the model, or by groups of heads that share keys. */
  readonly joined?: 'byHead' | 'byGroup';
  /** It reads a text in both directions, which no key of the file needs to say. */
  readonly bidirectional?: true;
  /** Norms are stored with 1 added. */
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
