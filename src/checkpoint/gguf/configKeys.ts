// What llama.cpp's metadata says of an architecture, read with the architecture's name in front: 'llama.block_count'.
// Every method fails with gguf-header where a value is of another kind.
import type { Failure } from '../../contract/failure.ts';
import type { TensorEntry } from '../safetensors.ts';
import type { Metadata } from './metadata.ts';

export interface ArchitectureKeys {
  /** A number; undefined where the key is not there. */
  readonly number: (key: string) => number | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly text: (key: string) => string | undefined;
  /** Fails with gguf-header where it is not there. */
  readonly need: (key: string) => number;
  /** A number for each layer; undefined where the file has no list. */
  readonly perLayer: (key: string) => readonly number[] | undefined;
  /** A yes or no for each layer; undefined where the file has no list. */
  readonly flags: (key: string) => readonly boolean[] | undefined;
  /** Whether a block has a tensor, by llama.cpp's name without the block. */
  readonly has: (name: string) => boolean;
  /** The shape of a tensor by its whole name; undefined where it is not there. */
  readonly shapeOf: (name: string) => readonly number[] | undefined;
  /** What each rotary pair's angle is divided by; undefined where the file does not say it. */
  readonly divisors: readonly number[] | undefined;
  /** Fails with gguf-header, whatever the type is that the caller needs. */
  readonly refuse: (problem: string) => never;
  /** Fails with gguf-lossy. */
  readonly lossy: (problem: string) => never;
  /** Fails with config-unsupported. */
  readonly unsupported: (key: string, supported: readonly string[]) => never;
  /** Without those that only draft tokens. */
  readonly layers: number;
  readonly drafting: number;
  /** The width of the MLP's hidden layer. */
  readonly inner: number;
  readonly hidden: number;
  readonly heads: number;
  readonly dHead: number;
  readonly theta: number;
  /** Of the norms, whichever kind they are. */
  readonly epsilon: number | undefined;
  /** The share of each head that is rotated. */
  readonly rotaryShare: number;
  /** Of each layer, whether it sees the last tokens alone; undefined where the file has no such list. */
  readonly sliding: readonly boolean[] | undefined;
  /** Of so many layers one sees everything; undefined where the file has no such number. */
  readonly period: number | undefined;
  /** Whether the maps of attention have biases. */
  readonly hasBias: boolean;
}

/** llama.cpp's where the file says nothing. */
const THETA = 10_000;

/** Fails with gguf-header where a size is missing. */
export function architectureKeys(
  metadata: Metadata,
  architecture: string,
  tensors: ReadonlyMap<string, TensorEntry>,
  divisors?: readonly number[],
): ArchitectureKeys {
  const number = (key: string) => sameForAll(metadata, `${architecture}.${key}`);
  const need = (key: string) => {
    const value = number(key);
    if (value === undefined) throw invalid(metadata, `it has no ${architecture}.${key}`);
    return value;
  };
  const refuse = (problem: string) => {
    throw invalid(metadata, problem);
  };
  const lossy = (problem: string) => {
    throw { code: 'gguf-lossy', file: metadata.file, problem } satisfies Failure;
  };
  const unsupported = (within: string, supported: readonly string[]) => {
    const key = `${architecture}.${within}`;
    const value = String(metadata.value(key) ?? 'not there');
    throw { code: 'config-unsupported', file: metadata.file, key, value, supported } satisfies Failure;
  };
  const hidden = need('embedding_length');
  const heads = need('attention.head_count');
  const drafting = number('nextn_predict_layers') ?? 0;
  const layers = need('block_count') - drafting;
  const dHead = number('attention.key_length') ?? hidden / heads;
  const dValue = number('attention.value_length') ?? dHead;
  if (dValue !== dHead) throw invalid(metadata, `its keys have ${dHead} components and its values ${dValue}`);
  // llama.cpp's converter writes four times the width for some models, whatever their tensors are.
  const inner = tensors.get('blk.0.ffn_down.weight')?.shape[1] ?? lengthOfMlp(number, need);
  const rotated = number('rope.dimension_count') ?? dHead;
  const epsilon = number('attention.layer_norm_rms_epsilon') ?? number('attention.layer_norm_epsilon');
  const pattern = `${architecture}.attention.sliding_window_pattern`;
  return {
    ...{ number, need, refuse, lossy, unsupported, inner, hidden, heads, dHead, layers, drafting, divisors },
    perLayer: (key) => listOf(metadata, `${architecture}.${key}`),
    flags: (key) => flagsOf(metadata, `${architecture}.${key}`),
    shapeOf: (name) => tensors.get(name)?.shape,
    has: (name) => [...tensors.keys()].some((each) => each.replace(/^blk\.\d+\./, '') === name),
    flag: (key) => metadata.flag(`${architecture}.${key}`),
    text: (key) => metadata.text(`${architecture}.${key}`),
    theta: shortest(number('rope.freq_base') ?? THETA),
    epsilon: epsilon === undefined ? undefined : shortest(epsilon),
    rotaryShare: (rotated + 1e-9) / dHead, // what is rotated is share · d_head, rounded down
    sliding: slidingLayers(metadata, pattern, layers),
    period: Array.isArray(metadata.value(pattern)) ? undefined : metadata.number(pattern),
    hasBias: tensors.has('blk.0.attn_q.bias') || tensors.has('blk.0.attn_qkv.bias'),
  };
}

/** Where every layer has experts the file may say nothing of an MLP. Fails with gguf-header where it says of neither. */
function lengthOfMlp(number: ArchitectureKeys['number'], need: ArchitectureKeys['need']): number {
  return number('feed_forward_length') ?? number('expert_feed_forward_length') ?? need('feed_forward_length');
}

/** A list of flags, or a number: of so many layers the last one sees everything. */
function slidingLayers(metadata: Metadata, key: string, layers: number): readonly boolean[] | undefined {
  const value = metadata.value(key);
  if (Array.isArray(value)) return value.slice(0, layers).map(Boolean);
  if (typeof value !== 'number' || value < 1 || layers > MAX_LAYERS) return undefined;
  return Array.from({ length: layers }, (_, layer) => (layer + 1) % value !== 0);
}

function flagsOf(metadata: Metadata, key: string): readonly boolean[] | undefined {
  const value = metadata.value(key);
  return Array.isArray(value) ? value.map(Boolean) : undefined;
}

function listOf(metadata: Metadata, key: string): readonly number[] | undefined {
  return Array.isArray(metadata.value(key)) ? metadata.numbers(key) : undefined;
}

/** More are refused where the config is read. */
const MAX_LAYERS = 10_000;

/** A number that the file has once, or for each layer the same one; 0 for layers that have none of it. */
function sameForAll(metadata: Metadata, key: string): number | undefined {
  if (!Array.isArray(metadata.value(key))) return metadata.number(key);
  const all = metadata.numbers(key) ?? [];
  const [first = all[0], ...others] = all.filter((value) => value !== 0);
  if (first === undefined || others.some((other) => other !== first))
    throw invalid(metadata, `${key} differs from layer to layer, which Tokenscope does not read`);
  return first;
}

/** The shortest number with the same float32: 9.999999974752427e-7 → 0.000001, as config.json has it. */
function shortest(value: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === Math.fround(value)) return rounded;
  }
  return value;
}

function invalid({ file }: Metadata, problem: string): Failure {
  return { code: 'gguf-header', file, problem };
}
