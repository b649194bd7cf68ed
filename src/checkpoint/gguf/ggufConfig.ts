// config.json as Hugging Face would have written it, made from the metadata of a GGUF file. Each architecture's own code then
// checks it as it checks every other.
import type { Failure } from '../../contract/failure.ts';
import { Config } from '../config.ts';
import type { TensorEntry } from '../safetensors.ts';
import { GGUF_ARCHITECTURES, ggufArchitecture } from './architectures.ts';
import { type ArchitectureKeys, architectureKeys } from './configKeys.ts';
import { QWEN3_UNTIED_WIDTH } from './encoderArchitectures.ts';
import type { GgufArchitecture } from './ggufArchitecture.ts';
import type { GgufHeader } from './ggufHeader.ts';
import type { Metadata } from './metadata.ts';
import { ropeDivisors, ropeScaling } from './ropeScaling.ts';

export interface GgufModel {
  readonly architecture: GgufArchitecture;
  readonly keys: ArchitectureKeys;
  readonly config: Config;
}

/** Fails with gguf-header, gguf-lossy, and with config-unsupported for an architecture that is not in the table. */
export async function ggufModel({ metadata, tensors }: GgufHeader): Promise<GgufModel> {
  const name = metadata.text('general.architecture') ?? '';
  const has = (key: string) => (metadata.number(`${name}.${key}`) ?? 0) > 0;
  const traits = {
    hasExperts: has('expert_count'),
    hasWindow: has('attention.sliding_window'),
    hasSecondNorm: tensors.has('blk.0.attn_norm_2.weight'),
    isBare:
      has('pooling_type') &&
      !tensors.has('output.weight') &&
      (metadata.number(`${name}.embedding_length`) ?? 0) >= QWEN3_UNTIED_WIDTH,
    isPooled: has('pooling_type'),
    growsWithPlace: has('attention.temperature_scale') || has('rope.scaling_beta'),
  };
  const architecture = ggufArchitecture(name, traits);
  if (!architecture) throw unsupported(metadata, name);
  const keys = architectureKeys(metadata, name, tensors, await ropeDivisors(tensors));
  checkDirection(name, architecture, keys);
  architecture.check?.(keys);
  const { need, inner, epsilon, theta, hidden, layers, heads, dHead } = keys;
  const scaling = await scalingOf(metadata, name, architecture, { keys, tensors });
  const values = {
    ...{ model_type: architecture.modelType, hidden_size: hidden, num_hidden_layers: layers, head_dim: dHead },
    ...{ num_attention_heads: heads, num_key_value_heads: keyValueHeads(keys, architecture) },
    intermediate_size: inner,
    max_position_embeddings: need('context_length'),
    vocab_size: vocabSize(metadata, tensors),
    tie_word_embeddings: !tensors.has('output.weight'),
    attention_bias: keys.hasBias,
    mlp_bias: tensors.has('blk.0.ffn_down.bias'),
    rms_norm_eps: epsilon,
    rope_theta: theta,
    ...(scaling && { rope_scaling: { ...scaling, ...architecture.scaling?.(keys) } }),
    ...architecture.keys?.(keys),
  };
  return { architecture, keys, config: new Config(metadata.file, defined(values)) };
}

/** Which tokens see which is part of the architecture here. Fails with gguf-header where the file says otherwise. */
function checkDirection(
  name: string,
  { bidirectional, saysNoDirection }: GgufArchitecture,
  { flag, refuse }: ArchitectureKeys,
): void {
  if (saysNoDirection) return;
  const causal = flag('attention.causal');
  if (causal === (bidirectional ?? false))
    refuse(`its ${name}.attention.causal is ${causal}, which Tokenscope does not run`);
}

function keyValueHeads({ number, perLayer, heads }: ArchitectureKeys, { keysDiffer }: GgufArchitecture): number {
  const first = keysDiffer && perLayer('attention.head_count_kv')?.[0];
  return first || (number('attention.head_count_kv') ?? heads);
}

async function scalingOf(
  metadata: Metadata,
  name: string,
  { scalingType, ownDivisors }: GgufArchitecture,
  { keys, tensors }: { readonly keys: ArchitectureKeys; readonly tensors: ReadonlyMap<string, TensorEntry> },
) {
  if (ownDivisors) return undefined;
  return await ropeScaling(keys, metadata.text(`${name}.rope.scaling.type`) ?? scalingType, tensors);
}

/** Tables may have rows behind those of the tokens, up to a multiple of this: as models that read images have it. */
const PADDED_TO = 64;

/** The rows of the table, which the tokenizer's list has to have, too, but for padding. Fails with gguf-header. */
function vocabSize(metadata: Metadata, tensors: ReadonlyMap<string, TensorEntry>): number | undefined {
  const rows = tensors.get('token_embd.weight')?.shape[0];
  const tokens = metadata.length('tokenizer.ggml.tokens');
  if (rows === undefined || tokens === undefined || rows === tokens) return rows;
  if (rows === Math.ceil(tokens / PADDED_TO) * PADDED_TO) return rows;
  const problem = `its tokenizer has ${tokens} tokens and its table of embeddings ${rows} rows`;
  throw { code: 'gguf-header', file: metadata.file, problem } satisfies Failure;
}

/** Keys without a value are left out, as in a file. */
function defined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function unsupported({ file }: Metadata, name: string): Failure {
  const value = JSON.stringify(name.slice(0, 80));
  return { code: 'config-unsupported', file, key: 'general.architecture', value, supported: GGUF_ARCHITECTURES };
}
