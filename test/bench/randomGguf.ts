// Writes a GGUF file of any shape with random weights, once, in the number types that llama.cpp's Q4_K_M has for each tensor.
// Knows the file format, no benchmark.
import { existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BlockType } from '../../src/checkpoint/ggml/blockType.ts';
import { Q5_0, Q8_0 } from '../../src/checkpoint/ggml/plainBlocks.ts';
import { Q4_K, Q6_K } from '../../src/checkpoint/ggml/superBlocks.ts';
import { seededRandom } from '../../src/explain/seededRandom.ts';
import { ggufHeader, type ListedTensor, type Written } from '../unit/checkpoint/gguf/ggufBytes.ts';

export interface GgufShapes {
  readonly metadata: Readonly<Record<string, Written>>;
  readonly tensors: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly layers: number;
}

/** Writes the file, unless it is there, and gives its path. */
export async function randomGguf(file: string, { metadata, tensors, layers }: GgufShapes): Promise<string> {
  if (existsSync(file)) return file;
  await mkdir(dirname(file), { recursive: true });
  const listed = tensors.map(([name, shape]) => ({ name, shape, ...typeOf(name, shape, layers) }));
  const { header, starts, end } = ggufHeader({ metadata, tensors: listed });
  const handle = await open(`${file}.part`, 'w');
  await handle.write(header);
  for (const [i, { type, bytes }] of listed.entries()) {
    const pool = POOLS[type]();
    for (let at = 0; at < bytes; at += pool.length)
      await handle.write(pool, 0, Math.min(pool.length, bytes - at), header.length + starts[i] + at);
  }
  await handle.truncate(header.length + end);
  await handle.close();
  await rename(`${file}.part`, file); // so that a run that is stopped leaves no half file under this name
  return file;
}

const [FLOAT, FIVE_BITS, EIGHT_BITS, K_FOUR, K_SIX] = [0, 6, 8, 12, 14];

/** llama.cpp's choice: more bits for the table, and for values and the MLP's way out in half of the layers. */
function typeOf(name: string, shape: readonly number[], layers: number): Pick<ListedTensor, 'type' | 'bytes'> {
  const count = shape.reduce((a, b) => a * b);
  if (shape.length === 1) return { type: FLOAT, bytes: 4 * count };
  const isWide = (shape.at(-1) ?? 0) % Q4_K.blockSize === 0;
  const more = name === 'token_embd.weight' || (/attn_v|ffn_down/.test(name) && hasMoreBits(name, layers));
  const [type, { blockBytes, blockSize }] = more
    ? isWide
      ? ([K_SIX, Q6_K] as const)
      : ([EIGHT_BITS, Q8_0] as const)
    : isWide
      ? ([K_FOUR, Q4_K] as const)
      : ([FIVE_BITS, Q5_0] as const);
  return { type, bytes: (count / blockSize) * blockBytes };
}

/** The first and the last eighth of the layers, and every third one between them. */
function hasMoreBits(name: string, layers: number): boolean {
  const layer = Number(/\d+/.exec(name)?.[0]);
  const eighth = Math.floor(layers / 8);
  return layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
}

const POOL_BLOCKS = 4096;
const random = seededRandom(20261201);

/** Numbers of norms and biases are ones; weights are around 0.02. */
const POOLS: Readonly<Record<number, () => Uint8Array>> = {
  [FLOAT]: () => new Uint8Array(new Float32Array(1024).fill(1).buffer),
  [FIVE_BITS]: () => blocks(Q5_0, [-9]),
  [EIGHT_BITS]: () => blocks(Q8_0, [-12]),
  [K_FOUR]: () => blocks(Q4_K, [-13, -10]),
  [K_SIX]: () => blocks(Q6_K, [-16]),
};

/** Random bytes, with the given powers of two where a block has its half-precision numbers. */
function blocks({ blockBytes, halves = [0] }: BlockType, powers: readonly number[]): Uint8Array {
  const bytes = Uint8Array.from({ length: POOL_BLOCKS * blockBytes }, () => random() * 256);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += blockBytes)
    for (const [i, power] of powers.entries()) view.setUint16(at + (halves[i] ?? 0), half(power), true);
  return bytes;
}

/** 2^power in half precision: below 2^-14 without an exponent. */
function half(power: number): number {
  return power < -14 ? 1 << (power + 24) : (power + 15) << 10;
}
