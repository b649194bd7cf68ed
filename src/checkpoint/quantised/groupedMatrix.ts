// A matrix of whole numbers with scales for groups of neighbours, however its file arranges them: the method says how rows
// are read, what they mean is computed here, in float32 and in the order in which the methods' own code computes it. Knows no
// method.
import type { WeightStorage } from '../../contract/weightStorage.ts';
import type { GroupedRows, Grouping, PackedGroups, Packing } from './packing.ts';

export interface GroupedMatrix extends Grouping {
  readonly storage: WeightStorage;
  readonly width: number;
  readonly read: PackedGroups['read'];
  readonly place?: PackedGroups['place'];
  readonly columns?: Int32Array | undefined;
}

/** onnxruntime has fast kernels for groups of these sizes. */
const KERNEL_GROUPS = [128, 64, 32, 16];

/** Groups as large as onnxruntime can have them: a row of 4,864 with one scale is 38 groups of 128 with the same. */
export function kernelGroup(groupSize: number): number | undefined {
  return KERNEL_GROUPS.find((size) => groupSize % size === 0);
}

export function groupedPacking(matrix: GroupedMatrix): Packing {
  const { storage, width, read, place, columns, ...grouping } = matrix;
  const size = kernelGroup(grouping.groupSize);
  const rows = async (first: number, count: number) => widened(await read(first, count), matrix, count);
  if (size === undefined) return { storage, rows };
  const times = grouping.groupSize / size;
  const finer = async (first: number, count: number) => {
    const found = await read(first, count);
    const { codes, scales, zeros, offsets } = found;
    return times === 1
      ? found
      : { codes, scales: repeated(scales, times), zeros: repeated(zeros, times), offsets: repeated(offsets, times) };
  };
  const groups = { ...grouping, groupSize: size, read: finer, ...(place && { place }), ...(columns && { columns }) };
  return { storage, rows, groups };
}

function repeated<Numbers extends Float32Array | Uint8Array>(numbers: Numbers, times: number): Numbers {
  return numbers.constructor === Float32Array
    ? (Float32Array.from({ length: numbers.length * times }, (_, i) => numbers[Math.floor(i / times)]) as Numbers)
    : (Uint8Array.from({ length: numbers.length * times }, (_, i) => numbers[Math.floor(i / times)]) as Numbers);
}

/** [count · width] */
function widened(rows: GroupedRows, matrix: GroupedMatrix, count: number): Float32Array<ArrayBuffer> {
  const { codes, scales, zeros, offsets } = rows;
  const { width, groupSize, zero, hasOffset, columns } = matrix;
  const groups = width / groupSize;
  const weights = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      const group = row * groups + Math.floor(i / groupSize);
      const scaled = Math.fround(scales[group] * (codes[row * width + i] - (zero ?? zeros[group])));
      weights[row * width + (columns ? columns[i] : i)] = hasOffset ? scaled - offsets[group] : scaled;
    }
  }
  return weights;
}
