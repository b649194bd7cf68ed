// One map of a compressed-tensors checkpoint in each of its formats. Knows no config.json.
import { readBytes, readFloatRange, readFloats, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { FLOAT8, float8Packing } from './float8.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { inputGroups, isInOrder, packedColumns } from './inputGroups.ts';
import { FLOATS, invalid, packedEntry, partOf, type Tensors } from './modules.ts';
import type { Scheme } from './scheme.ts';

export interface CompressedModule {
  readonly tensors: Tensors;
  readonly module: string;
  readonly scheme: Scheme;
}

const METHOD = 'compressed-tensors';

/** Codes of 4 or 8 bits in 32-bit integers along the inputs, and zeros, where there are any, along the outputs. */
export async function packedModule({ tensors, module, scheme }: CompressedModule): Promise<TensorEntry> {
  const { bits, symmetric, settings } = scheme;
  const codes = tensors.get(`${module}.weight_packed`) as TensorEntry;
  if (scheme.isFloat || (bits !== 4 && bits !== 8)) throw settings.unsupported('num_bits', ['4', '8']);
  const [rows, width] = await readShape(tensors, module, codes);
  const because = `weight_shape says [${rows}, ${width}] and config.json ${bits} bits`;
  const words = Math.ceil((width * bits) / 32);
  partOf(tensors, codes, codes.name, { dtypes: ['I32'], shape: [rows, words], because });
  const { scales, groupSize } = groupScales({ tensors, module, scheme }, codes, [rows, width]);
  const groups = width / groupSize;
  const zeroShape = [Math.ceil((rows * bits) / 32), groups];
  const zeros = symmetric
    ? undefined
    : partOf(tensors, codes, `${module}.weight_zero_point`, { dtypes: ['I32'], shape: zeroShape, because });
  const columns = await orderOfInputs(tensors, module, codes, { width, groups, groupSize });
  const rowBytes = words * 4;
  const { storedIn, offset, bytes } = codes;
  const isWhole = rowBytes * 8 === width * bits;
  const packing = groupedPacking({
    storage: { method: METHOD, bits, shared: sharing(scheme) },
    width,
    groupSize,
    codeBits: bits,
    zero: zeros ? undefined : 2 ** (bits - 1),
    hasOffset: false,
    centre: 0,
    columns: columns?.inputs,
    ...(isWhole && !columns && { place: { storedIn, offset, bytes } }),
    codes: async (first, count) => {
      const raw = new Uint8Array(await readBytes(codes.file, offset + first * rowBytes, count * rowBytes));
      const unpacked = unpackBits(raw, { bits, rows: count, width, rowBytes });
      return columns ? sorted(unpacked, columns.inputs) : unpacked;
    },
    numbers: async (first, count) => ({
      scales: await scales(first, count),
      zeros: zeros ? await zeroRows(zeros, bits, [rows, groups], [first, count]) : new Uint8Array(),
      offsets: new Float32Array(),
    }),
  });
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}

/** Signed bytes. */
export async function plainModule({ tensors, module, scheme }: CompressedModule): Promise<TensorEntry> {
  const { bits, symmetric, settings } = scheme;
  const named = tensors.get(`${module}.weight_scale`) as TensorEntry;
  const codes = partOf(tensors, named, `${module}.weight`, { dtypes: ['I8'] });
  if (scheme.isFloat || bits !== 8) throw settings.unsupported('num_bits', ['8']);
  if (codes.shape.length !== 2 || codes.bytes === 0) throw invalid(codes, `I8 [${codes.shape}]`);
  const [rows, width] = codes.shape;
  const { scales, groupSize } = groupScales({ tensors, module, scheme }, codes, [rows, width]);
  const groups = width / groupSize;
  const shape = [rows, groups];
  const zeros = symmetric
    ? undefined
    : partOf(tensors, codes, `${module}.weight_zero_point`, { dtypes: ['I8'], shape });
  /** Codes and zeros without a sign: 128 more. */
  const unsigned = async ({ file, offset }: TensorEntry, first: number, count: number) =>
    new Uint8Array(await readBytes(file, offset + first, count)).map((byte) => byte ^ 128);
  const packing = groupedPacking({
    storage: { method: METHOD, bits, shared: sharing(scheme) },
    width,
    groupSize,
    codeBits: 8,
    zero: zeros ? undefined : 128,
    hasOffset: false,
    centre: 0,
    codes: (first, count) => unsigned(codes, first * width, count * width),
    numbers: async (first, count) => ({
      scales: await scales(first, count),
      zeros: zeros ? await unsigned(zeros, first * groups, count * groups) : new Uint8Array(),
      offsets: new Float32Array(),
    }),
  });
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}

/** Floats of 8 bits. */
export function float8Module({ tensors, module, scheme }: CompressedModule): TensorEntry {
  const { settings, shared, block } = scheme;
  const codes = tensors.get(`${module}.weight`) as TensorEntry;
  if (!scheme.isFloat || scheme.bits !== 8) throw settings.unsupported('num_bits', ['8']);
  if (codes.dtype !== FLOAT8 || codes.shape.length !== 2 || codes.bytes === 0)
    throw invalid(codes, `${codes.dtype} [${codes.shape}]`);
  const [rows, width] = codes.shape;
  const columns = shared === 'group' ? (scheme.groupSize ?? width) : (block?.[1] ?? width);
  const inRows = shared === 'tensor' ? rows : (block?.[0] ?? 1);
  const shape = [Math.ceil(rows / inRows), Math.ceil(width / columns)];
  const because = `config.json says a scale for each ${shared}`;
  const needed = shared === 'tensor' ? { dtypes: FLOATS } : { dtypes: FLOATS, shape, because };
  const tensor = partOf(tensors, codes, `${module}.weight_scale`, needed);
  if (tensor.shape.reduce((product, size) => product * size, 1) !== shape[0] * shape[1])
    throw invalid(tensor, `${because}, the file has [${tensor.shape}]`);
  const storage = { method: 'FP8', bits: 8, shared: sharing(scheme) };
  const packing = float8Packing(codes, width, { tensor, rows: inRows, columns }, storage);
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}

function sharing({ shared, groupSize, block }: Scheme) {
  if (block) return { kind: 'block', rows: block[0], columns: block[1] } as const;
  if (shared === 'group') return { kind: 'group', size: groupSize ?? 0 } as const;
  return { kind: shared === 'channel' ? 'row' : 'matrix' } as const;
}

/** The sizes of the matrix, which packing has rounded up. */
async function readShape(tensors: Tensors, module: string, codes: TensorEntry): Promise<readonly [number, number]> {
  const said = partOf(tensors, codes, `${module}.weight_shape`, { dtypes: ['I64', 'I32'], shape: [2] });
  const raw = await readBytes(said.file, said.offset, said.bytes);
  const [rows, width] = Array.from(said.dtype === 'I64' ? new BigInt64Array(raw) : new Int32Array(raw), Number);
  if (rows > 0 && width > 0 && Number.isSafeInteger(rows * width)) return [rows, width];
  throw invalid(said, `[${rows}, ${width}] is no shape`);
}

/** Scales of a row's groups; one of a whole matrix is that of each row. */
function groupScales(
  { tensors, module, scheme }: CompressedModule,
  codes: TensorEntry,
  [rows, width]: readonly number[],
) {
  const { shared, settings } = scheme;
  if (shared === 'block') throw settings.unsupported('strategy', ['tensor', 'channel', 'group']);
  const groupSize = scheme.groupSize ?? width;
  const because = `config.json says ${shared === 'group' ? `groups of ${groupSize}` : `a scale for each ${shared}`}`;
  if (width % groupSize !== 0) throw invalid(codes, `${because}, which does not divide rows of ${width}`);
  const groups = width / groupSize;
  const name = `${module}.weight_scale`;
  if (shared === 'tensor') {
    const one = partOf(tensors, codes, name, { dtypes: FLOATS });
    if (one.shape.some((size) => size !== 1)) throw invalid(one, `${because}, the file has [${one.shape}]`);
    const scales = async (_: number, count: number) => new Float32Array(count).fill((await readFloats(one))[0]);
    return { groupSize, scales };
  }
  const tensor = partOf(tensors, codes, name, { dtypes: FLOATS, shape: [rows, groups], because });
  const scales = (first: number, count: number) => readFloatRange(tensor, first * groups, count * groups);
  return { groupSize, scales };
}

/** Zeros of 8 outputs (of 4 with 8 bits) lie in an integer, one group behind the other. */
async function zeroRows(
  zeros: TensorEntry,
  bits: number,
  [rows, groups]: readonly [number, number],
  [first, count]: readonly [number, number],
): Promise<Uint8Array> {
  const words = new Uint8Array(await readBytes(zeros.file, zeros.offset, zeros.bytes));
  const perWord = 32 / bits;
  const found = new Uint8Array(count * groups);
  for (let row = first; row < Math.min(rows, first + count); row++) {
    const bit = (row % perWord) * bits;
    for (let group = 0; group < groups; group++) {
      const at = (Math.floor(row / perWord) * groups + group) * 4 + (bit >> 3);
      found[(row - first) * groups + group] = (words[at] >> (bit & 7)) & (2 ** bits - 1);
    }
  }
  return found;
}

/** Undefined where the inputs of a group are neighbours. */
async function orderOfInputs(
  tensors: Tensors,
  module: string,
  codes: TensorEntry,
  { width, groups, groupSize }: { width: number; groups: number; groupSize: number },
): Promise<{ readonly inputs: Int32Array } | undefined> {
  const name = `${module}.weight_g_idx`;
  if (!tensors.has(name)) return undefined;
  const index = partOf(tensors, codes, name, { dtypes: ['I32'], shape: [width] });
  const groupOf = await inputGroups(index, groups);
  if (!groupOf) return undefined;
  const inputs = packedColumns(groupOf, groupSize);
  if (!inputs) throw invalid(index, `its groups do not have ${groupSize} inputs each`);
  return isInOrder(inputs) ? undefined : { inputs };
}

/** [rows, width] with the inputs of each row in another order. */
function sorted(codes: Uint8Array, inputs: Int32Array): Uint8Array {
  const width = inputs.length;
  return codes.map((_, i) => codes[i - (i % width) + inputs[i % width]]);
}
