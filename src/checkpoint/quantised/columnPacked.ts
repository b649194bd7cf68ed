// Matrices that GPTQ and AWQ store the other way round, an input's codes for all outputs in a row: each is read as a whole and
// turned. Rows are asked for piece by piece, so that the last matrix is kept until memory is needed. Knows no method.
import type { PackedGroups } from './packing.ts';

export interface Turned {
  readonly codes: Uint8Array; // [rows, width]
  readonly scales: Float32Array; // [rows, groups]
  readonly zeros: Uint8Array; // [rows, groups]
}

export interface TurnedSizes {
  readonly width: number;
  readonly groups: number;
}

/** Rows of what `whole` reads. */
export function rowsOfTurned(
  whole: () => Promise<Turned>,
  { width, groups }: TurnedSizes,
): Pick<PackedGroups, 'codes' | 'numbers'> {
  let kept: WeakRef<Turned> | undefined;
  const read = async () => {
    const found = kept?.deref() ?? (await whole());
    kept = new WeakRef(found);
    return found;
  };
  return {
    codes: async (first, count) => (await read()).codes.subarray(first * width, (first + count) * width),
    numbers: async (first, count) => {
      const { scales, zeros } = await read();
      const [from, to] = [first * groups, (first + count) * groups];
      return { scales: scales.subarray(from, to), zeros: zeros.subarray(from, to), offsets: new Float32Array() };
    },
  };
}

/** [columns, rows] → [rows, columns] */
export function turned<Numbers extends Float32Array | Uint8Array>(
  stored: Numbers,
  [columns, rows]: readonly [number, number],
): Numbers {
  const numbers = stored.slice() as Numbers;
  for (let column = 0, at = 0; column < columns; column++)
    for (let row = 0; row < rows; row++, at++) numbers[row * columns + column] = stored[at];
  return numbers;
}
