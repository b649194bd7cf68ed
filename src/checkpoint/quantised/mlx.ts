// Weights that MLX has quantised, Apple's framework: weight = scale · code + bias, with a scale and a bias for each group of
// neighbours. Codes of 2 to 8 bits follow one another without gaps, so that those of 4 and 8 lie in the file as onnxruntime
// wants them. Maps and tables alike; experts of a mixture are stacked.
// https://github.com/ml-explore/mlx/blob/main/mlx/ops.cpp (affine_dequantize)
import type { Config } from '../config.ts';
import { readBytes, readFloatRange, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { FLOATS, invalid, modulesWith, packedEntry, partOf, type Tensors } from './modules.ts';
import type { Packing } from './packing.ts';

const BITS = [2, 3, 4, 5, 6, 8];
/** Stacks of experts, and what each expert's own map is called where a model's own code has one for each. */
const EXPERT_STACKS: readonly (readonly [stack: RegExp, each: (found: RegExpExecArray, index: number) => string])[] = [
  [
    /^(.*\.block_sparse_moe)\.switch_mlp\.(gate|up|down)_proj$/,
    ([, part, map], index) => `${part}.experts.${index}.${MIXTRAL[map as keyof typeof MIXTRAL]}`,
  ],
  [/^(.*)\.switch_mlp\.(\w+)$/, ([, part, map], index) => `${part}.experts.${index}.${map}`],
];
const MIXTRAL = { gate: 'w1', up: 'w3', down: 'w2' } as const;

/** `quantization` of config.json: what all maps have, and under the name of a map what it has instead. */
export function mlxTensors(settings: Config, tensors: Tensors): Tensors {
  sizesOf(settings, '');
  const all = new Map([...tensors].map(([name, tensor]) => [name, CONVOLUTION.test(name) ? turned(tensor) : tensor]));
  for (const module of modulesWith(tensors, 'scales')) {
    const codes = tensors.get(`${module}.weight`);
    if (codes?.dtype !== 'U32') continue;
    for (const part of ['weight', 'scales', 'biases']) all.delete(`${module}.${part}`);
    for (const entry of unpackedModule(tensors, module, codes, sizesOf(settings, module))) all.set(entry.name, entry);
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

interface Sizes {
  readonly bits: number;
  readonly groupSize: number;
}

/** A map's own, with the defaults of MLX, or those of all. The formats of floats, which have no biases, are refused by name. */
function sizesOf(settings: Config, module: string): Sizes {
  const isFlag = settings.is(module, true) || settings.is(module, false);
  const own = isFlag ? undefined : settings.section(module);
  const said = own ?? settings;
  said.choice('mode', ['affine'], 'affine');
  const bits = said.size('bits', own && 4);
  if (!BITS.includes(bits)) throw said.unsupported('bits', BITS.map(String));
  return { bits, groupSize: said.size('group_size', own && 64) };
}

function unpackedModule(
  tensors: Tensors,
  module: string,
  codes: TensorEntry,
  { bits, groupSize }: Sizes,
): readonly TensorEntry[] {
  const because = `config.json says ${bits} bits in groups of ${groupSize}`;
  const packed = codes.shape[codes.shape.length - 1] * 32;
  const width = packed / bits;
  const isMatrix = codes.bytes > 0 && (codes.shape.length === 2 || codes.shape.length === 3);
  if (!isMatrix || width % 1 !== 0 || width % groupSize !== 0)
    throw invalid(codes, `${because}, which does not fit [${codes.shape}]`);
  const shape = [...codes.shape.slice(0, -1), width / groupSize];
  const needed = { dtypes: FLOATS, shape, because };
  const scales = partOf(tensors, codes, `${module}.scales`, needed);
  const biases = partOf(tensors, codes, `${module}.biases`, needed);
  const matrix = { codes, scales, biases, bits, groupSize, width };
  const rows = codes.shape[codes.shape.length - 2];
  if (codes.shape.length === 2)
    return [packedEntry(codes, `${module}.weight`, [rows, width], mlxPacking(matrix, rows, 0))];
  const bytes = codes.bytes / codes.shape[0];
  return Array.from({ length: codes.shape[0] }, (_, index) => {
    const own = { ...codes, offset: codes.offset + index * bytes, bytes };
    return packedEntry(own, nameOfExpert(module, index), [rows, width], mlxPacking(matrix, rows, index * rows));
  });
}

function nameOfExpert(module: string, index: number): string {
  for (const [pattern, each] of EXPERT_STACKS) {
    const found = pattern.exec(module);
    if (found) return `${each(found, index)}.weight`;
  }
  return `${module}.${index}.weight`;
}

interface MlxMatrix {
  readonly codes: TensorEntry;
  readonly scales: TensorEntry;
  readonly biases: TensorEntry;
  readonly bits: number;
  readonly groupSize: number;
  readonly width: number;
}

/** `count` rows from row `start` of all on. */
function mlxPacking(
  { codes, scales, biases, bits, groupSize, width }: MlxMatrix,
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
