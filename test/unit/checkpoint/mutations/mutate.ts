// Makes checkpoints with one or two things wrong from a seed: a byte, a value of a JSON file, a file that ends too
// early. Knows the files, no reader of them.
import { type Random, randomOf } from '../../random.ts';

/** The contents of a checkpoint folder's files by name. */
export type Files = Map<string, Uint8Array>;

export interface Mutated {
  readonly files: Files;
  /** What was changed, for people to read. */
  readonly story: string;
}

type Json = Record<string, unknown>;

export function mutate(original: ReadonlyMap<string, Uint8Array>, seed: number): Mutated {
  const random = randomOf(seed);
  const files: Files = new Map(original);
  const story: string[] = [];
  for (let times = random.below(4) ? 1 : 2; times > 0; times--) {
    const name = random.below(2) ? 'config.json' : random.of([...files.keys()]);
    const bytes = files.get(name) ?? new Uint8Array(0);
    const [changed, what] = name.endsWith('.json') ? inJsonFile(bytes, random) : inSafetensors(bytes, random);
    files.set(name, changed);
    story.push(`${name}: ${what}`);
  }
  return { files, story: story.join('; ') };
}

type Change = readonly [changed: Uint8Array, what: string];

function inJsonFile(bytes: Uint8Array, random: Random): Change {
  const kind = random.below(10);
  if (kind === 0) return flipped(bytes, bytes.length, random);
  if (kind === 1) return cut(bytes, random);
  const [json, what] = inJson(new TextDecoder().decode(bytes), random);
  return [new TextEncoder().encode(json), what];
}

function inSafetensors(bytes: Uint8Array, random: Random): Change {
  const kind = random.below(10);
  if (bytes.length < 8) return cut(bytes, random);
  const headerBytes = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const dataStart = Math.min(bytes.length, 8 + headerBytes);
  if (kind === 0) return flipped(bytes, 8, random); // the header's length
  if (kind === 1) return flipped(bytes, dataStart, random);
  if (kind === 2) return flipped(bytes, bytes.length, random);
  if (kind === 3) return cut(bytes, random);
  const [header, what] = inJson(new TextDecoder().decode(bytes.subarray(8, dataStart)), random);
  return [withHeader(header, bytes.subarray(dataStart), random), what];
}

/** The file with another header, which is sometimes padded as it should be and sometimes not. */
function withHeader(header: string, tensors: Uint8Array, random: Random): Uint8Array {
  const json = new TextEncoder().encode(header);
  const padded = random.below(2) ? json : Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  return Buffer.concat([new Uint8Array(new BigUint64Array([BigInt(padded.length)]).buffer), padded, tensors]);
}

function flipped(bytes: Uint8Array, within: number, random: Random): Change {
  const changed = Uint8Array.from(bytes);
  const at = random.below(Math.max(1, within));
  if (at < changed.length) changed[at] ^= 1 << random.below(8);
  return [changed, `a bit of byte ${at} is turned`];
}

function cut(bytes: Uint8Array, random: Random): Change {
  const length = random.below(bytes.length + 1);
  return [bytes.slice(0, length), `ends after ${length} bytes`];
}

/** A value of any type in place of any other. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  2,
  3,
  4,
  7,
  8,
  16,
  64,
  -1,
  0.5,
  1e-300,
  1e300,
  1e8,
  99_999_999,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -0,
  '',
  'F16',
  'BF16',
  'F32',
  'I64',
  'BOOL',
  'gelu',
  'relu',
  'tanh',
  'llama',
  'gpt2',
  'qwen3',
  'gemma2',
  'opt',
  'phi',
  'full_attention',
  'sliding_attention',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  'x\0y',
  'config.json',
  'a.safetensors',
  '__proto__',
  [],
  {},
  [0],
  [[]],
  [1, 2, 3],
  [0, 8],
  [2 ** 53, 0],
  ['full_attention'],
  { rope_type: 'yarn', factor: 4 },
  { rope_type: 'dynamic', factor: 1e300 },
  { type: 'linear', factor: 0.001 },
  { rope_type: 'longrope', short_factor: [1], long_factor: [1] },
  { rope_type: 'llama3', factor: 8 },
  { a: { a: { a: {} } } },
];
/** Keys that some configuration class reads; most of the models here do not have them. */
const KEYS: readonly string[] = [
  'model_type',
  'head_dim',
  'num_key_value_heads',
  'num_attention_heads',
  'num_hidden_layers',
  'hidden_size',
  'n_inner',
  'intermediate_size',
  'vocab_size',
  'sliding_window',
  'use_sliding_window',
  'layer_types',
  'rope_scaling',
  'rope_theta',
  'rope_parameters',
  'partial_rotary_factor',
  'rotary_dim',
  'tie_word_embeddings',
  'rms_norm_eps',
  'layer_norm_epsilon',
  'max_position_embeddings',
  'original_max_position_embeddings',
  'quantization_config',
  'hidden_act',
  'activation_function',
  'attention_bias',
  'mlp_bias',
  'window_size',
  'attention_types',
  'attention_layers',
  'attn_logit_softcapping',
  'final_logit_softcapping',
  'query_pre_attn_scalar',
  'no_rope_layers',
  'word_embed_proj_dim',
  'do_layer_norm_before',
  '__proto__',
  'constructor',
  'data_offsets',
  'shape',
  'dtype',
];

/** Changes a value, a key, a neighbour or the text itself somewhere in the tree. */
function inJson(text: string, random: Random): [json: string, what: string] {
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch {
    return [`${text}}`, 'one bracket more'];
  }
  const objects = objectsIn(tree);
  if (objects.length === 0) return [JSON.stringify(random.of(VALUES)) ?? '', 'another value'];
  const place = random.of(objects);
  const keys = Object.keys(place);
  const key = keys.length ? random.of(keys) : 'a';
  const kind = random.below(8);
  if (kind === 0) {
    delete place[key];
    return [JSON.stringify(tree), `no ${key}`];
  }
  if (kind === 1) {
    const added = random.of(KEYS);
    const value = random.of(VALUES);
    Object.defineProperty(place, added, { value, enumerable: true, configurable: true, writable: true });
    return [JSON.stringify(tree), `${added} is ${JSON.stringify(value)}`];
  }
  if (kind === 2) {
    const json = JSON.stringify(tree);
    const [first] = json.match(/"[^"]+":/) ?? [''];
    return [`{${first}${JSON.stringify(random.of(VALUES))},${json.slice(1)}`, `${first} twice`];
  }
  if (kind === 3) {
    const other = random.of(objects);
    const otherKeys = Object.keys(other);
    const from = otherKeys.length ? random.of(otherKeys) : 'a';
    [place[key], other[from]] = [other[from], place[key]];
    return [circular(tree) ? text : JSON.stringify(tree), `${key} and ${from} change places`];
  }
  if (kind === 4 && typeof place[key] === 'number') {
    place[key] += random.of([-1, 1, 8, -8, 1e9, 2 ** 40]);
    return [JSON.stringify(tree), `${key} becomes ${place[key]}`];
  }
  place[key] = random.of(VALUES);
  return [JSON.stringify(tree), `${key} is ${JSON.stringify(place[key])}`];
}

/** All objects and lists of the tree, the outermost first. */
function objectsIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(objectsIn)];
}

function circular(tree: unknown): boolean {
  try {
    JSON.stringify(tree);
    return false;
  } catch {
    return true;
  }
}
