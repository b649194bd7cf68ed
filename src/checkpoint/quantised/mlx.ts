// Weights that MLX has quantised, Apple's framework: weight = scale · code + bias, with a scale and a bias for each group of
// neighbours. Codes of 2 to 8 bits follow one another without gaps, so that those of 4 and 8 lie in the file as onnxruntime
// wants them. Maps and tables alike; experts of a mixture are stacked. Other modes have floats in the place of codes.
// https://github.com/ml-explore/mlx/blob/main/mlx/ops.cpp (affine_dequantize)
import type { Config } from '../config.ts';
import { expertNames } from '../mlxNames.ts';
import { readBytes, readFloatRange, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { FLOAT_MODES, mlxFloatPacking } from './mlxFloats.ts';
import { FLOATS, invalid, modulesWith, packedEntry, partOf, type Tensors } from './modules.ts';
import type { Packing } from './packing.ts';

const BITS = [2, 3, 4, 5, 6, 8];
const AFFINE = 'affine';

/** `quantization` of config.json: what all maps have, and under the name of a map what it has instead. */
export function mlxTensors(settings: Config, tensors: Tensors): Tensors {
  formOf(settings, '');
  const all = new Map([...tensors].map(([name, tensor]) => [name, CONVOLUTION.test(name) ? turned(tensor) : tensor]));
  for (const module of modulesWith(tensors, 'scales')) {
    const codes = tensors.get(`${module}.weight`);
    if (codes?.dtype !== 'U32') continue;
    for (const part of ['weight', 'scales', 'biases']) all.delete(`${module}.${part}`);
    for (const entry of unpackedModule(tensors, module, codes, formOf(settings, module))) all.set(entry.name, entry);
  }
  return all;
}

/** Convolutions over tokens, which MLX stores as [channels, width, 1]. The numbers are in the same order. */
const CONVOLUTION = /conv(?:1d)?\.weight$/;

function turned(tensor: TensorEntry): TensorEntry {
  const [channels, width, last] = tensor.shape;
  const isTurned = tensor.shape.length === 3 && last === 1 && width > 1;
  return isTurned ? { ...tensor, shape: [channels, 1, width], turned: true } : tensor;
}

interface Form {
  readonly mode: string;
  readonly bits: number;
  readonly groupSize: number;
}

/** A map's own, with the defaults of MLX, or those of all. */
function formOf(settings: Config, module: string): Form {
  const isFlag = settings.is(module, true) || settings.is(module, false);
  const own = isFlag ? undefined : settings.section(module);
  const said = own ?? settings;
  const mode = said.choice('mode', [AFFINE, ...Object.keys(FLOAT_MODES)], AFFINE);
  const only = FLOAT_MODES[mode];
  const bits = said.size('bits', only?.bits ?? (own && 4));
  const known = only ? [only.bits] : BITS;
  if (!known.includes(bits)) throw said.unsupported('bits', known.map(String));
  const groupSize = said.size('group_size', only?.groupSize ?? (own && 64));
  if (only && groupSize !== only.groupSize) throw said.unsupported('group_size', [String(only.groupSize)]);
  return { mode, bits, groupSize };
}

function unpackedModule(tensors: Tensors, module: string, codes: TensorEntry, form: Form): readonly TensorEntry[] {
  const { bits, groupSize } = form;
  const because = `config.json says ${bits} bits in groups of ${groupSize}`;
  const width = (codes.shape[codes.shape.length - 1] * 32) / bits;
  const isMatrix = codes.bytes > 0 && (codes.shape.length === 2 || codes.shape.length === 3);
  if (!isMatrix || width % 1 !== 0 || width % groupSize !== 0)
    throw invalid(codes, `${because}, which does not fit [${codes.shape}]`);
  const packing = packingOf(tensors, module, codes, { ...form, width, because });
  const rows = codes.shape[codes.shape.length - 2];
  if (codes.shape.length === 2) return [packedEntry(codes, `${module}.weight`, [rows, width], packing(rows, 0))];
  const bytes = codes.bytes / codes.shape[0];
  const names = expertNames(tensors, module);
  return Array.from({ length: codes.shape[0] }, (_, index) => {
    const own = { ...codes, offset: codes.offset + index * bytes, bytes };
    return packedEntry(own, `${names(index)}.weight`, [rows, width], packing(rows, index * rows));
  });
}

/** What `count` rows are from row `start` of all on. */
function packingOf(
  tensors: Tensors,
  module: string,
  codes: TensorEntry,
  { mode, bits, groupSize, width, because }: Form & { readonly width: number; readonly because: string },
): (count: number, start: number) => Packing {
  const shape = [...codes.shape.slice(0, -1), width / groupSize];
  const part = (name: string, dtypes: readonly string[]) =>
    partOf(tensors, codes, `${module}.${name}`, { dtypes, shape, because });
  if (mode !== AFFINE) {
    const matrix = { codes, scales: part('scales', ['U8']), mode, width };
    return (_, start) => mlxFloatPacking(matrix, start);
  }
  const [scales, biases] = [part('scales', FLOATS), part('biases', FLOATS)];
  return (count, start) => affinePacking({ codes, scales, biases, bits, groupSize, width }, count, start);
}

interface AffineMatrix {
  readonly codes: TensorEntry;
  readonly scales: TensorEntry;
  readonly biases: TensorEntry;
  readonly bits: number;
  readonly groupSize: number;
  readonly width: number;
}

/** `count` rows from row `start` of all on. */
function affinePacking(
  { codes, scales, biases, bits, groupSize, width }: AffineMatrix,
  count: number,
  start: number,
): Packing {
  const rowBytes = (width * bits) / 8;
  const groups = width / groupSize;
  const place = { storedIn: codes.storedIn, offset: codes.offset + start * rowBytes, bytes: count * rowBytes };
  return groupedPacking({
    storage: { method: 'MLX', bits, shared: { kind: 'group', size: groupSize } },
    width,
    groupSize,
    codeBits: bits <= 4 ? 4 : 8,
    zero: 0,
    hasOffset: true,
    centre: 2 ** (bits - 1),
    ...((bits === 4 || bits === 8) && { place }),
    codes: async (first, rows) => {
      const bytes = new Uint8Array(await readBytes(codes.file, place.offset + first * rowBytes, rows * rowBytes));
      return unpackBits(bytes, { bits, rows, width, rowBytes });
    },
    numbers: async (first, rows) => {
      const floats = (part: TensorEntry) => readFloatRange(part, (start + first) * groups, rows * groups);
      const offsets = (await floats(biases)).map((bias) => -bias);
      return { scales: await floats(scales), zeros: new Uint8Array(), offsets };
    },
  });
}
