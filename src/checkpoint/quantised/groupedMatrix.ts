// A matrix of whole numbers with scales for groups of neighbours, however its file arranges them: the method says how rows
// are read, what they mean is computed here, in float32 and in the order in which the methods' own code computes it. Knows no
// method.
import type { WeightStorage } from '../../contract/weightStorage.ts';
import type { Grouping, GroupNumbers, OfRows, PackedGroups, Packing } from './packing.ts';

export interface GroupedMatrix extends Grouping {
  readonly storage: WeightStorage;
  readonly width: number;
  readonly codes: OfRows<Uint8Array>; // [count, width]
  readonly numbers: OfRows<GroupNumbers>;
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
  const { storage, width: _, codes, numbers, place, columns, ...grouping } = matrix;
  const size = kernelGroup(grouping.groupSize);
  const rows = async (first: number, count: number) =>
    widened(await codes(first, count), await numbers(first, count), matrix);
  if (size === undefined) return { storage, rows };
  const times = grouping.groupSize / size;
  const finer = async (first: number, count: number) => {
    const found = await numbers(first, count);
    const { scales, zeros, offsets } = found;
    if (times === 1) return found;
    return { scales: repeated(scales, times), zeros: repeated(zeros, times), offsets: repeated(offsets, times) };
  };
  const groups = { ...grouping, groupSize: size, codes, numbers: finer };
  return { storage, rows, groups: { ...groups, ...(place && { place }), ...(columns && { columns }) } };
}

function repeated<Numbers extends Float32Array | Uint8Array>(numbers: Numbers, times: number): Numbers {
  const length = numbers.length * times;
  const all = numbers instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  for (let i = 0; i < length; i++) all[i] = numbers[Math.floor(i / times)];
  return all as Numbers;
}

/** [count · width] */
function widened(
  codes: Uint8Array,
  { scales, zeros, offsets }: GroupNumbers,
  { width, groupSize, zero, hasOffset, columns }: GroupedMatrix,
): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(codes.length);
  for (let start = 0, group = 0; start < codes.length; start += width) {
    for (let i = 0; i < width; i++) {
      const scaled = Math.fround(scales[group] * (codes[start + i] - (zero ?? zeros[group])));
      weights[start + (columns ? columns[i] : i)] = hasOffset ? scaled - offsets[group] : scaled;
      if ((i + 1) % groupSize === 0) group++;
    }
  }
  return weights;
}
