// One map of a compressed-tensors checkpoint in each of its formats. Knows no config.json.
import { readBytes, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { scaleRows } from './byteScales.ts';
import { type CompressedModule, groupScales, readShape, sharing, zeroRows } from './compressedParts.ts';
import { FLOAT8, float8Packing } from './float8.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { orderOfInputs } from './inputGroups.ts';
import { FLOATS, invalid, packedEntry, partOf } from './modules.ts';

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
  const columns = await orderOfInputs(tensors, codes, `${module}.weight_g_idx`, { width, groupSize });
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
    columns,
    ...(isWhole && !columns && { place: { storedIn, offset, bytes } }),
    codes: async (first, count) => {
      const raw = new Uint8Array(await readBytes(codes.file, offset + first * rowBytes, count * rowBytes));
      const unpacked = unpackBits(raw, { bits, rows: count, width, rowBytes });
      return columns ? sorted(unpacked, columns) : unpacked;
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
  const columns = await orderOfInputs(tensors, codes, `${module}.weight_g_idx`, { width, groupSize });
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
    columns,
    codes: async (first, count) => {
      const unpacked = await unsigned(codes, first * width, count * width);
      return columns ? sorted(unpacked, columns) : unpacked;
    },
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
  if (shared === 'tensor_group') throw settings.unsupported('strategy', ['tensor', 'channel', 'group', 'block']);
  if (codes.dtype !== FLOAT8 || codes.shape.length !== 2 || codes.bytes === 0)
    throw invalid(codes, `${codes.dtype} [${codes.shape}]`);
  const [rows, width] = codes.shape;
  const ordered = tensors.get(`${module}.weight_g_idx`);
  if (ordered) throw invalid(ordered, 'floats of 8 bits in groups of inputs that are no neighbours are not read');
  const columns = shared === 'group' ? (scheme.groupSize ?? width) : (block?.[1] ?? width);
  const inRows = shared === 'tensor' ? rows : (block?.[0] ?? 1);
  const shape = [Math.ceil(rows / inRows), Math.ceil(width / columns)];
  const because = `config.json says a scale for each ${shared}`;
  const needed = shared === 'tensor' ? { dtypes: FLOATS } : { dtypes: FLOATS, shape, because };
  const tensor = partOf(tensors, codes, `${module}.weight_scale`, needed);
  if (tensor.shape.reduce((product, size) => product * size, 1) !== shape[0] * shape[1])
    throw invalid(tensor, `${because}, the file has [${tensor.shape}]`);
  const storage = { method: 'FP8', bits: 8, shared: sharing(scheme) };
  const scales = { read: scaleRows(tensor, shape[1]), rows: inRows, columns };
  const packing = float8Packing(codes, width, scales, storage);
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}

/** [rows, width] with the inputs of each row in another order. */
function sorted(codes: Uint8Array, inputs: Int32Array): Uint8Array {
  const width = inputs.length;
  return codes.map((_, i) => codes[i - (i % width) + inputs[i % width]]);
}
