// Writes the weights of a checkpoint as a GGUF file, once, as llama.cpp's own converter does: with other names, matrices of
// GPT-2 transposed, and rows of queries and keys where llama.cpp rotates neighbours. Knows GPT-2 and Llama.
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { readFloats, type TensorEntry } from '../../src/checkpoint/safetensors.ts';
import { ggufHeader, type Written } from '../unit/checkpoint/gguf/ggufBytes.ts';
import { eightBits } from './eightBits.ts';

export type GgufType = 'F32' | 'Q8_0';

const TYPES: Readonly<Record<GgufType, number>> = { F32: 0, Q8_0: 8 };
/** 32 weights and their scale. */
const [BLOCK, BLOCK_BYTES] = [32, 34];

const GPT2_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^h\.(\d+)\.ln_1\./, 'blk.$1.attn_norm.'],
  [/^h\.(\d+)\.attn\.c_attn\./, 'blk.$1.attn_qkv.'],
  [/^h\.(\d+)\.attn\.c_proj\./, 'blk.$1.attn_output.'],
  [/^h\.(\d+)\.ln_2\./, 'blk.$1.ffn_norm.'],
  [/^h\.(\d+)\.mlp\.c_fc\./, 'blk.$1.ffn_up.'],
  [/^h\.(\d+)\.mlp\.c_proj\./, 'blk.$1.ffn_down.'],
  [/^wte\./, 'token_embd.'],
  [/^wpe\./, 'position_embd.'],
  [/^ln_f\./, 'output_norm.'],
];

const LLAMA_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^model\.layers\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^model\.layers\.(\d+)\.self_attn\.([qkv])_proj\./, 'blk.$1.attn_$2.'],
  [/^model\.layers\.(\d+)\.self_attn\.o_proj\./, 'blk.$1.attn_output.'],
  [/^model\.layers\.(\d+)\.post_attention_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^model\.layers\.(\d+)\.mlp\.(gate|up|down)_proj\./, 'blk.$1.ffn_$2.'],
  [/^model\.embed_tokens\./, 'token_embd.'],
  [/^model\.norm\./, 'output_norm.'],
];

/** Writes the file, unless it is there, and gives its path. Vectors and the table of positions stay in float32. */
export async function ggufOf(
  folder: string,
  file: string,
  type: GgufType,
  vocabulary: Readonly<Record<string, Written>>,
): Promise<string> {
  if (existsSync(file)) return file;
  const checkpoint = await openCheckpoint(folder);
  const config: Config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  const isGpt2 = config.model_type === 'gpt2';
  const listed = [...checkpoint.tensors.values()].map((tensor) => {
    const name = renamed(tensor.name, isGpt2 ? GPT2_NAMES : LLAMA_NAMES);
    const shape = isGpt2 && isTransposed(name, tensor) ? tensor.shape.toReversed() : tensor.shape;
    const count = shape.reduce((a, b) => a * b);
    const isFloat = type === 'F32' || shape.length === 1 || name.startsWith('position');
    const bytes = isFloat ? 4 * count : (count / BLOCK) * BLOCK_BYTES;
    return { name, shape, type: TYPES[isFloat ? 'F32' : type], bytes, tensor };
  });
  const metadata = { ...(isGpt2 ? gpt2Metadata(config) : llamaMetadata(config)), ...vocabulary };
  const { header, starts, end } = ggufHeader({ metadata, tensors: listed });
  const handle = await open(`${file}.part`, 'w');
  await handle.write(header);
  for (const [i, { name, type: number, tensor }] of listed.entries()) {
    const numbers = arranged(name, tensor, await readFloats(tensor), { config, isGpt2 });
    const bytes = number === TYPES.F32 ? new Uint8Array(numbers.buffer) : eightBits(numbers);
    await handle.write(bytes, 0, bytes.length, header.length + starts[i]);
  }
  await handle.truncate(header.length + end);
  await handle.close();
  await rename(`${file}.part`, file); // so that a run that is stopped leaves no half file under this name
  return file;
}

function renamed(name: string, names: readonly (readonly [RegExp, string])[]): string {
  const found = names.find(([theirs]) => theirs.test(name));
  if (!found) throw new Error(`no name for ${name}`);
  return name.replace(...found);
}

/** GPT-2's linear maps are [in, out] in its own files, and [out, in] as everybody else's in a GGUF file. */
function isTransposed(name: string, { shape }: TensorEntry): boolean {
  return name.startsWith('blk.') && shape.length === 2;
}

type Config = Readonly<Record<string, unknown>>;

function arranged(
  name: string,
  { shape: [rows, columns] }: TensorEntry,
  numbers: Float32Array<ArrayBuffer>,
  { config, isGpt2 }: { readonly config: Config; readonly isGpt2: boolean },
): Float32Array<ArrayBuffer> {
  if (isGpt2) return name.startsWith('blk.') && columns ? transposed(numbers, rows, columns) : numbers;
  if (!/attn_[qk]\.weight$/.test(name)) return numbers;
  const head = Number(config.hidden_size) / Number(config.num_attention_heads);
  return neighbours(numbers, columns, head);
}

function transposed(numbers: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(numbers.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = numbers[row * columns + column];
  return turned;
}

/** Row i of a head's first half and row i of its second, which are rotated together, become rows 2 i and 2 i + 1. */
function neighbours(numbers: Float32Array, columns: number, head: number): Float32Array<ArrayBuffer> {
  const moved = new Float32Array(numbers.length);
  for (let row = 0; row < numbers.length / columns; row++) {
    const at = row % head;
    const to = row - at + (at < head / 2 ? 2 * at : 2 * (at - head / 2) + 1);
    moved.set(numbers.subarray(row * columns, (row + 1) * columns), to * columns);
  }
  return moved;
}

function gpt2Metadata(config: Config): Readonly<Record<string, Written>> {
  return {
    'general.architecture': 'gpt2',
    'gpt2.block_count': Number(config.n_layer),
    'gpt2.context_length': Number(config.n_positions),
    'gpt2.embedding_length': Number(config.n_embd),
    'gpt2.feed_forward_length': 4 * Number(config.n_embd),
    'gpt2.attention.head_count': Number(config.n_head),
    'gpt2.attention.layer_norm_epsilon': { float32: 1e-5 },
  };
}

function llamaMetadata(config: Config): Readonly<Record<string, Written>> {
  return {
    'general.architecture': 'llama',
    'llama.block_count': Number(config.num_hidden_layers),
    'llama.context_length': Number(config.max_position_embeddings),
    'llama.embedding_length': Number(config.hidden_size),
    'llama.feed_forward_length': Number(config.intermediate_size),
    'llama.attention.head_count': Number(config.num_attention_heads),
    'llama.attention.head_count_kv': Number(config.num_key_value_heads),
    'llama.attention.layer_norm_rms_epsilon': { float32: Number(config.rms_norm_eps) },
    'llama.rope.freq_base': { float32: Number(config.rope_theta) },
  };
}
