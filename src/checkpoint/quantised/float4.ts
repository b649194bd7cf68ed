// Matrices of floats of 4 bits (E2M1: 1 sign, 2 exponent, 1 fraction bit) with a scale for each group of a row. Open Compute
// Project, Microscaling Formats 1.0, §5.3.3. Twice such a float is a whole number from -12 to 12, so that the matrix is
// multiplied as whole numbers are, with half the scale: nothing is rounded. Knows no method.
import type { WeightStorage } from '../../contract/weightStorage.ts';
import type { OfRows, Packing } from './packing.ts';

const MAGNITUDES = [0, 0.5, 1, 1.5, 2, 3, 4, 6];
/** The codes 8 to 15 are the codes 0 to 7 with a minus: 8 → -0 */
const FLOATS = Float32Array.of(...MAGNITUDES, ...MAGNITUDES.map((magnitude) => -magnitude));
/** Where the whole numbers have their zero. */
const ZERO = 16;
const DOUBLED = Uint8Array.from(FLOATS, (value) => 2 * value + ZERO);

export interface Float4Matrix {
  readonly storage: WeightStorage;
  readonly groupSize: 16 | 32;
  readonly codes: OfRows<Uint8Array<ArrayBuffer>>; // [count, width]
  readonly scales: OfRows<Float32Array<ArrayBuffer>>; // [count, width / groupSize]
}

export function float4Packing({ storage, groupSize, codes, scales }: Float4Matrix): Packing {
  const rows = async (first: number, count: number) => {
    const [stored, factors] = [await codes(first, count), await scales(first, count)];
    const weights = new Float32Array(stored.length);
    for (let i = 0; i < stored.length; i++) weights[i] = FLOATS[stored[i]] * factors[Math.floor(i / groupSize)];
    return weights;
  };
  const groups = {
    ...({ groupSize, codeBits: 8, zero: ZERO, hasOffset: false, centre: 0 } as const),
    codes: async (first: number, count: number) => (await codes(first, count)).map((code) => DOUBLED[code]),
    numbers: async (first: number, count: number) => ({
      scales: (await scales(first, count)).map((scale) => scale / 2),
      zeros: new Uint8Array(),
      offsets: new Float32Array(),
    }),
  };
  return { storage, rows, groups };
}
