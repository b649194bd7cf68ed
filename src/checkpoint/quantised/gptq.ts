// Weights that GPTQ has quantised: weight = scale · (code - zero), with a scale and a zero for each group of inputs. Where
// inputs were ordered by how much they matter (desc_act), g_idx says to which group each belongs.
// Frantar et al. 2022, https://arxiv.org/abs/2210.17323; layout:
// https://github.com/AutoGPTQ/AutoGPTQ/blob/main/auto_gptq/nn_modules/qlinear/qlinear_cuda_old.py
import type { Config } from '../config.ts';
import { readBytes, readFloats, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { rowsOfTurned, type Turned, turned } from './columnPacked.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { orderOfInputs } from './inputGroups.ts';
import { FLOATS, invalid, modulesWith, packedEntry, partOf, type Tensors } from './modules.ts';

const BITS = [2, 4, 8];
/** They differ in what zeros were packed as. */
const VERSIONS = ['gptq', 'gptq_v2'] as const;
const PARTS = ['qweight', 'qzeros', 'scales', 'g_idx'];

/** `quantization_config`. Fails with config-unsupported where codes are packed in another way. */
export async function gptqTensors(settings: Config, tensors: Tensors): Promise<Tensors> {
  const bits = settings.size('bits');
  if (!BITS.includes(bits)) throw settings.unsupported('bits', BITS.map(String));
  const format = settings.choice('format', VERSIONS, 'gptq');
  const version = settings.choice('checkpoint_format', VERSIONS, format);
  settings.choice('pack_dtype', ['int32'], 'int32');
  settings.mustBeEmpty('dynamic');
  const groupSize = settings.is('group_size', -1) ? undefined : settings.size('group_size');
  const all = new Map(tensors);
  for (const module of modulesWith(tensors, 'qweight')) {
    const codes = tensors.get(`${module}.qweight`) as TensorEntry;
    for (const part of PARTS) all.delete(`${module}.${part}`);
    const sizes = { bits, groupSize, zeroStep: version === 'gptq' ? 1 : 0 } as const;
    const entry = await unpackedModule(tensors, module, codes, sizes);
    all.set(entry.name, entry);
  }
  return all;
}

interface Sizes {
  readonly bits: number;
  /** All inputs are one group where it is not said. */
  readonly groupSize: number | undefined;
  /** What was taken off zeros before they were packed. */
  readonly zeroStep: 0 | 1;
}

async function unpackedModule(
  tensors: Tensors,
  module: string,
  codes: TensorEntry,
  sizes: Sizes,
): Promise<TensorEntry> {
  const { bits, zeroStep } = sizes;
  if (codes.dtype !== 'I32' || codes.shape.length !== 2) throw invalid(codes, `${codes.dtype} [${codes.shape}]`);
  const [words, rows] = codes.shape;
  const width = (words * 32) / bits;
  const groupSize = sizes.groupSize ?? width;
  const because = `config.json says ${bits} bits in groups of ${groupSize}`;
  if (width === 0 || rows === 0 || width % groupSize !== 0 || (rows * bits) % 32 !== 0)
    throw invalid(codes, `${because}, which does not fit [${codes.shape}]`);
  const groups = width / groupSize;
  const scales = partOf(tensors, codes, `${module}.scales`, { dtypes: FLOATS, shape: [groups, rows], because });
  const zeroWords = (rows * bits) / 32;
  const zeros = partOf(tensors, codes, `${module}.qzeros`, { dtypes: ['I32'], shape: [groups, zeroWords], because });
  const columns = await orderOfInputs(tensors, codes, `${module}.g_idx`, { width, groupSize });
  const matrix = { codes, scales, zeros, bits, width, rows, groups, zeroStep, columns };
  const shared =
    sizes.groupSize === undefined ? ({ kind: 'row' } as const) : { kind: 'group' as const, size: groupSize };
  const packing = groupedPacking({
    storage: { method: 'GPTQ', bits, shared },
    width,
    groupSize,
    codeBits: bits <= 4 ? 4 : 8,
    zero: undefined,
    hasOffset: false,
    centre: 0,
    columns,
    ...rowsOfTurned(() => readTurned(matrix), { width, groups }),
  });
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}

interface GptqMatrix {
  readonly codes: TensorEntry;
  readonly scales: TensorEntry;
  readonly zeros: TensorEntry;
  readonly bits: number;
  readonly width: number;
  readonly rows: number;
  readonly groups: number;
  readonly zeroStep: number;
  readonly columns: Int32Array | undefined;
}

async function readTurned(matrix: GptqMatrix): Promise<Turned> {
  const { codes, scales, zeros, bits, width, rows, groups, zeroStep, columns } = matrix;
  const words = new Uint8Array(await readBytes(codes.file, codes.offset, codes.bytes));
  const mask = 2 ** bits - 1;
  const perWord = 32 / bits;
  const unpacked = new Uint8Array(rows * width);
  for (let place = 0; place < width; place++) {
    const input = columns ? columns[place] : place;
    const bit = (input % perWord) * bits;
    const at = Math.floor(input / perWord) * rows * 4 + (bit >> 3);
    for (let row = 0; row < rows; row++) unpacked[row * width + place] = (words[at + row * 4] >> (bit & 7)) & mask;
  }
  const zeroBytes = new Uint8Array(await readBytes(zeros.file, zeros.offset, zeros.bytes));
  const stored = unpackBits(zeroBytes, { bits, rows: groups, width: rows, rowBytes: (rows * bits) / 8 });
  return {
    codes: unpacked,
    scales: turned(await readFloats(scales), [groups, rows]),
    zeros: turned(stored, [groups, rows]).map((zero) => (zero + zeroStep) & mask),
  };
}
