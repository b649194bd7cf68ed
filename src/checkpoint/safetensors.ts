// The safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes. Every bound is checked
// before a byte is used. Knows nothing about what the tensors mean. https://github.com/huggingface/safetensors
import { open, realpath } from 'node:fs/promises';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { dequantise } from './ggml/blockType.ts';
import { blockType } from './ggml/ggmlTypes.ts';
import { fileSize, type JsonObject } from './jsonFile.ts';
import type { Packing } from './quantised/packing.ts';
import { inOrder, type StoredOrder } from './storedOrder.ts';
import { parseStrictJson } from './strictJson.ts';

/**
 * The bytes of one element of each type that is known here. The format gets new types, some of less than a byte;
 * floatTensor() decides which can be run.
 */
export const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  F32: 4,
  F16: 2,
  BF16: 2,
  F64: 8,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};
/** The longest name so far is F8_E4M3FNUZ. */
const MAX_DTYPE_LENGTH = 64;

/**
 * This is enough for some 300,000 tensors in one file, three times as many as the largest published models have in all.
 * The reference implementation allows 100 MB, which can take more than a gigabyte once it is parsed.
 */
const MAX_HEADER_BYTES = 40_000_000;

export interface TensorEntry {
  readonly name: string;
  readonly file: string;
  /**
   * The same file with links followed, as Hugging Face's cache has them: onnxruntime follows no link out of a folder.
   */
  readonly storedIn: string;
  /** As the file says it. A tensor that nobody asks for may have any type. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** How many weights it holds, where these are not its elements. */
  readonly weights?: number;
  /** Where the tensor begins, in bytes from the beginning of the file. */
  readonly offset: number;
  readonly bytes: number;
  /** Where the tensor is only listed, since a server has the weights: the file that would have its numbers here. */
  readonly missingFile?: string;
  /** How the file has the numbers, where that is not as they are; reading undoes it. */
  readonly order?: StoredOrder;
  /** Where the numbers are quantised, and in several tensors of which this entry is one: what they are, as a matrix. */
  readonly packing?: Packing;
  /** A convolution that was stored with its axes in the order of MLX: mlx-lm has rewritten the model. */
  readonly turned?: true;
}

/**
 * The tensors of one file by name. Fails with file-missing, safetensors-header, safetensors-truncated, tensor-invalid.
 */
export async function readSafetensorsHeader(file: string): Promise<ReadonlyMap<string, TensorEntry>> {
  const fileBytes = await fileSize(file);
  const header = await readHeader(file, fileBytes);
  const place = { file, storedIn: await realpath(file), fileBytes, dataStart: header.bytes + 8 };
  const entries = Object.entries(header.json)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => checkedEntry(name, value, place));
  checkNoOverlap(entries);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** What the file says about itself, texts by their keys; what is no text is left out. Fails like readSafetensorsHeader(). */
export async function readSafetensorsMetadata(
  file: string,
): Promise<readonly (readonly [key: string, text: string])[]> {
  const { json } = await readHeader(file, await fileSize(file));
  const pairs = isRecord(json.__metadata__) ? Object.entries(json.__metadata__) : [];
  return pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

/**
 * A tensor's numbers as float32, row-major in its shape; half precision is widened exactly. Fails with tensor-invalid
 * for other types, file-unreadable, safetensors-truncated, and with file-missing where the weights are on a server alone.
 */
export async function readFloats(entry: TensorEntry): Promise<Float32Array<ArrayBuffer>> {
  return await readFloatRange(
    entry,
    0,
    entry.shape.reduce((product, size) => product * size, 1),
  );
}

/** `count` numbers of a tensor as float32, from element `first` on. [count] Fails like readFloats(). */
export async function readFloatRange(
  entry: TensorEntry,
  first: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  if (entry.missingFile !== undefined) throw { code: 'file-missing', file: entry.missingFile } satisfies Failure;
  const { order, shape } = entry;
  if (order) return await inOrder((from, some) => readStored(entry, from, some), { shape, order }, first, count);
  return await readStored(entry, first, count);
}

/** The numbers in the order of the file. */
async function readStored(entry: TensorEntry, first: number, count: number): Promise<Float32Array<ArrayBuffer>> {
  if (entry.packing) return await readPacked(entry.packing, entry.shape[1], first, count);
  const blocks = blockType(entry.dtype);
  if (blocks) {
    const { blockSize, blockBytes } = blocks;
    const [from, to] = [Math.floor(first / blockSize), Math.ceil((first + count) / blockSize)];
    const raw = await readBytes(entry.file, entry.offset + from * blockBytes, (to - from) * blockBytes);
    const weights = dequantise(blocks, new Uint8Array(raw));
    return weights.length === count ? weights : weights.slice(first - from * blockSize).slice(0, count);
  }
  if (entry.dtype !== 'F32' && entry.dtype !== 'BF16' && entry.dtype !== 'F16')
    throw invalid(entry.file, entry.name, `${entry.dtype} where floating point numbers were expected`);
  const size = ELEMENT_BYTES[entry.dtype];
  const raw = await readBytes(entry.file, entry.offset + first * size, count * size);
  if (entry.dtype === 'F32') return new Float32Array(raw);
  return entry.dtype === 'BF16' ? widenBfloat16(new Uint16Array(raw)) : widenFloat16(new Uint16Array(raw));
}

/** The numbers from `first` on, of the rows that hold them. */
async function readPacked(packing: Packing, width: number, first: number, count: number) {
  const [from, to] = [Math.floor(first / width), Math.ceil((first + count) / width)];
  const rows = await packing.rows(from, to - from);
  return rows.length === count ? rows : rows.slice(first - from * width, first - from * width + count);
}

/**
 * A part of a file. Fails with file-unreadable, and with safetensors-truncated where the file ends before the part
 * does.
 */
export async function readBytes(file: string, offset: number, bytes: number): Promise<ArrayBuffer> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw { code: 'file-unreadable', file, problem: error.message } satisfies Failure;
  });
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, offset);
    if (bytesRead !== bytes) {
      throw {
        code: 'safetensors-truncated',
        file,
        tensor: '',
        needsBytes: offset + bytes,
        hasBytes: offset + bytesRead,
      } satisfies Failure;
    }
    return buffer.buffer;
  } finally {
    await handle.close();
  }
}

async function readHeader(file: string, fileBytes: number): Promise<{ json: JsonObject; bytes: number }> {
  if (fileBytes < 8) throw badHeader(file, `the file has ${fileBytes} bytes, a header alone needs 8`);
  const length = new DataView(await readBytes(file, 0, 8)).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES))
    throw badHeader(file, `claims a header of ${length} bytes; this is not a safetensors file`);
  const bytes = Number(length);
  if (bytes + 8 > fileBytes) throw badHeader(file, `claims a header of ${bytes} bytes in a file of ${fileBytes}`);
  const text = new TextDecoder().decode(await readBytes(file, 8, bytes));
  return { json: parseStrictJson(text, `${file} (header)`), bytes };
}

/** Matrices have two and GPT-2's attention mask has four; more than this is not a checkpoint. */
const MAX_DIMENSIONS = 16;

interface TensorFile {
  readonly file: string;
  readonly storedIn: string;
  readonly fileBytes: number;
  /** The first byte after the header. */
  readonly dataStart: number;
}

function checkedEntry(name: string, value: unknown, { file, storedIn, fileBytes, dataStart }: TensorFile): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || dtype.length > MAX_DTYPE_LENGTH)
    throw invalid(file, name, `number type ${JSON.stringify(dtype)?.slice(0, 80)} is none`);
  if (!isSizes(shape) || shape.length > MAX_DIMENSIONS) throw invalid(file, name, 'its shape is not a list of sizes');
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    throw invalid(file, name, 'its data_offsets are not [begin, end]');
  const bytes = offsets[1] - offsets[0];
  const needs = isKnownDtype(dtype) ? tensorBytes(dtype, shape) : bytes;
  if (needs !== bytes)
    throw invalid(file, name, `${dtype} [${shape}] needs ${needs} bytes, data_offsets give ${bytes}`);
  const end = dataStart + offsets[1];
  if (end > fileBytes) {
    throw { code: 'safetensors-truncated', file, tensor: name, needsBytes: end, hasBytes: fileBytes } satisfies Failure;
  }
  return { name, file, storedIn, dtype, shape, offset: dataStart + offsets[0], bytes };
}

/** What a tensor of a known type takes in a file. F16 [2, 3] → 12 */
export function tensorBytes(dtype: string, shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1) * ELEMENT_BYTES[dtype];
}

/** Fails with tensor-invalid where two tensors share bytes. */
export function checkNoOverlap(entries: readonly TensorEntry[]): void {
  const inOrder = entries.filter((entry) => entry.bytes > 0).sort((a, b) => a.offset - b.offset);
  for (let i = 1; i < inOrder.length; i++) {
    const before = inOrder[i - 1];
    if (before.offset + before.bytes > inOrder[i].offset) {
      throw invalid(inOrder[i].file, inOrder[i].name, `overlaps ${JSON.stringify(before.name)}`);
    }
  }
}

/** Whether it is one of the types whose size is known. */
export function isKnownDtype(value: unknown): value is string {
  return typeof value === 'string' && Object.hasOwn(ELEMENT_BYTES, value);
}

/** Whether it is a list of integers ≥ 0, as shapes and offsets are. */
export function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** bfloat16 is the upper half of a float32. 0x3f80 = 1 */
function widenBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16;
  return new Float32Array(bits.buffer);
}

/**
 * IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. 0x3c00 = 1, 0x0001 = 2^-24, 0xfc00 = -∞
 * The same bits in the corresponding fields of a float32 (bias 127) give a number that is 2^112 times too small, also
 * for subnormal numbers.
 */
export function widenFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = ((halves[i] & 0x8000) << 16) | ((halves[i] & 0x7fff) << 13);
  const floats = new Float32Array(bits.buffer);
  for (let i = 0; i < halves.length; i++) {
    if ((halves[i] & 0x7c00) !== 0x7c00) floats[i] *= 2 ** 112;
    else if (halves[i] & 0x3ff) floats[i] = Number.NaN;
    else floats[i] = halves[i] & 0x8000 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return floats;
}

function badHeader(file: string, problem: string): Failure {
  return { code: 'safetensors-header', file, problem };
}

function invalid(file: string, tensor: string, problem: string): Failure {
  return { code: 'tensor-invalid', file, tensor, problem };
}
