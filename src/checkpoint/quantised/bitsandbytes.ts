// Weights that bitsandbytes has quantised to 4 bits (NF4, FP4; those of 8 bits: int8Rows.ts): weight = table[code] · scale, with a scale for each block of
// neighbours. With double quantisation the scales themselves are codes of 8 bits. Sizes stand in a tensor that is a text of
// JSON. Dettmers et al. 2023, https://arxiv.org/abs/2305.14314; layout:
// https://github.com/bitsandbytes-foundation/bitsandbytes/blob/main/bitsandbytes/functional.py (QuantState)
import type { Config } from '../config.ts';
import { readBytes, readFloats, type TensorEntry } from '../safetensors.ts';
import { parseStrictJson } from '../strictJson.ts';
import { int8Tensors } from './int8Rows.ts';
import { invalid, packedEntry, partOf, type Tensors } from './modules.ts';
import type { Packing } from './packing.ts';

const STATE = /^(.*)\.weight\.quant_state\.bitsandbytes__(nf4|fp4)$/;
const PARTS = ['absmax', 'quant_map', 'nested_absmax', 'nested_quant_map'];
/** What codes may be written as (bnb_4bit_quant_storage); the bytes are the same. */
const STORAGE = ['U8', 'BF16', 'F16', 'F32'];
const MAX_STATE_BYTES = 10_000;
const MAX_BLOCK = 1 << 16;

/** Which of the two methods a map has is told by its tensors. */
export async function bitsandbytesTensors(_: Config, tensors: Tensors): Promise<Tensors> {
  const all = new Map(await int8Tensors(tensors));
  for (const [name, state] of tensors) {
    const [, module, kind] = STATE.exec(name) ?? [];
    if (module === undefined) continue;
    all.delete(name);
    for (const part of PARTS) all.delete(`${module}.weight.${part}`);
    all.set(`${module}.weight`, await unpackedModule(tensors, `${module}.weight`, state, kind));
  }
  return all;
}

interface QuantState {
  readonly rows: number;
  readonly width: number;
  readonly blockSize: number;
  /** Of the scales, where they are quantised themselves. */
  readonly nested: { readonly blockSize: number; readonly offset: number } | undefined;
}

async function readState(state: TensorEntry): Promise<QuantState> {
  if (state.dtype !== 'U8' || state.bytes > MAX_STATE_BYTES) throw invalid(state, 'it is no text of sizes');
  const text = new TextDecoder().decode(await readBytes(state.file, state.offset, state.bytes));
  const said = parseStrictJson(text, `${state.file} (${state.name})`);
  const { shape, blocksize, nested_blocksize: nestedSize, nested_offset: offset } = said;
  const isSize = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
    Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= most;
  const sizes = Array.isArray(shape) && shape.length === 2 ? shape : [];
  if (!isSize(sizes[0]) || !isSize(sizes[1]) || !isSize(blocksize, MAX_BLOCK))
    throw invalid(state, 'its shape or blocksize is none');
  const [rows, width] = sizes;
  if (nestedSize === undefined || nestedSize === null) return { rows, width, blockSize: blocksize, nested: undefined };
  if (!isSize(nestedSize, MAX_BLOCK) || typeof offset !== 'number' || !Number.isFinite(offset))
    throw invalid(state, 'its nested_blocksize or nested_offset is none');
  return { rows, width, blockSize: blocksize, nested: { blockSize: nestedSize, offset: Math.fround(offset) } };
}

async function unpackedModule(tensors: Tensors, name: string, state: TensorEntry, kind: string): Promise<TensorEntry> {
  const { rows, width, blockSize, nested } = await readState(state);
  const codes = partOf(tensors, state, name, { dtypes: STORAGE });
  const because = `its quant_state says [${rows}, ${width}]`;
  if (codes.bytes !== Math.ceil((rows * width) / 2))
    throw invalid(codes, `${because}, the file has ${codes.bytes} bytes`);
  const blocks = Math.ceil((rows * width) / blockSize);
  const part = (last: string, dtype: string, shape: readonly number[]) =>
    partOf(tensors, state, `${name}.${last}`, { dtypes: [dtype], shape, because });
  const table = part('quant_map', 'F32', [16]);
  const absmax = part('absmax', nested ? 'U8' : 'F32', [blocks]);
  const ofScales = nested && {
    ...nested,
    absmax: part('nested_absmax', 'F32', [Math.ceil(blocks / nested.blockSize)]),
    table: part('nested_quant_map', 'F32', [256]),
  };
  const scales = async () => (ofScales ? await nestedScales(absmax, ofScales) : await readFloats(absmax));
  const storage = { method: kind.toUpperCase(), bits: 4, shared: { kind: 'group' as const, size: blockSize } };
  const numbers = await readFloats(table);
  const weights = async (first: number, count: number) => {
    const [from, to] = [first * width, (first + count) * width];
    const firstByte = Math.floor(from / 2);
    const bytes = new Uint8Array(await readBytes(codes.file, codes.offset + firstByte, Math.ceil(to / 2) - firstByte));
    const found = await scales();
    const floats = new Float32Array(to - from);
    for (let at = from; at < to; at++) {
      const byte = bytes[Math.floor(at / 2) - firstByte];
      floats[at - from] = numbers[at % 2 ? byte & 15 : byte >> 4] * found[Math.floor(at / blockSize)];
    }
    return floats;
  };
  const { storedIn, offset, bytes } = codes;
  const isNormal = numbers.every((number, i) => number === NORMAL_FLOATS[i]) && isKernelBlock(blockSize);
  const normalFloat = { place: { storedIn, offset, bytes }, blockSize, scales };
  const packing: Packing = { storage, rows: weights, ...(isNormal && { normalFloat }) };
  return packedEntry(codes, name, [rows, width], packing);
}

interface ScalesOfScales {
  readonly blockSize: number;
  readonly offset: number;
  readonly absmax: TensorEntry;
  readonly table: TensorEntry;
}

async function nestedScales(codes: TensorEntry, { blockSize, offset, absmax, table }: ScalesOfScales) {
  const bytes = new Uint8Array(await readBytes(codes.file, codes.offset, codes.bytes));
  const [sizes, numbers] = [await readFloats(absmax), await readFloats(table)];
  const scales = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++)
    scales[i] = Math.fround(numbers[bytes[i]] * sizes[Math.floor(i / blockSize)]) + offset;
  return scales;
}

/** onnxruntime's kernel has its own table, and blocks of a power of two. */
function isKernelBlock(size: number): boolean {
  return size >= 16 && (size & (size - 1)) === 0;
}

/** The quantiles of a normal distribution, as onnxruntime and bitsandbytes have them. */
const NORMAL_FLOATS = Float32Array.of(
  ...[-1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334],
  ...[-0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224],
  ...[0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1],
);
