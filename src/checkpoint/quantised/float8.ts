// Matrices of floats of 8 bits (float8_e4m3fn: 1 sign, 4 exponent, 3 fraction bits), each times the scale of its rectangle, row
// or whole matrix. Micikevicius et al. 2022, https://arxiv.org/abs/2209.05433. Half precision has all 256 of these numbers. Knows
// no method.
import type { WeightStorage } from '../../contract/weightStorage.ts';
import { readBytes, type TensorEntry } from '../safetensors.ts';
import type { OfRows, Packing } from './packing.ts';

export const FLOAT8 = 'F8_E4M3';

/** 448 is the largest: all ones is not a number, and there is no infinity. 0x38 = 1, 0x01 = 2^-9 */
export const FLOAT8_VALUES = Float32Array.from({ length: 256 }, (_, byte) => {
  const [sign, exponent, fraction] = [byte & 0x80 ? -1 : 1, (byte >> 3) & 15, byte & 7];
  if ((byte & 0x7f) === 0x7f) return Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -9 : (8 + fraction) * 2 ** (exponent - 10));
});
const HALVES = Uint16Array.from(FLOAT8_VALUES, (value, byte) => {
  const sign = (byte & 0x80) << 8;
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (value === 0) return sign;
  const exponent = Math.floor(Math.log2(Math.abs(value))); // at least -9, where half precision is not subnormal
  return sign | ((exponent + 15) << 10) | ((Math.abs(value) / 2 ** exponent - 1) * 1024);
});

export interface Float8Scales {
  /** The scales of some rows of rectangles. */
  readonly read: OfRows<Float32Array<ArrayBuffer>>; // [count, width / columns, rounded up]
  /** Rows and columns that share one; those of the last in a row or column may be fewer. */
  readonly rows: number;
  readonly columns: number;
}

export function float8Packing(
  codes: Pick<TensorEntry, 'file' | 'offset'>,
  width: number,
  scales: Float8Scales,
  storage: WeightStorage,
): Packing {
  const { columns } = scales;
  const across = Math.ceil(width / columns);
  const bytesOf = async (first: number, count: number) =>
    new Uint8Array(await readBytes(codes.file, codes.offset + first * width, count * width));
  const ofRows = scalesOfRows(scales, across);
  const weights = async (first: number, count: number) => {
    const [bytes, stored] = [await bytesOf(first, count), await ofRows(first, count)];
    const found = new Float32Array(count * width);
    for (let row = 0, at = 0; row < count; row++) {
      for (let column = 0; column < width; column++, at++)
        found[at] = FLOAT8_VALUES[bytes[at]] * stored[row * across + Math.floor(column / columns)];
    }
    return found;
  };
  if (width % columns !== 0) return { storage, rows: weights };
  const halves = async (first: number, count: number) => {
    const bytes = await bytesOf(first, count);
    const found = new Uint16Array(bytes.length); // from() with a function takes ten times as long
    for (let i = 0; i < bytes.length; i++) found[i] = HALVES[bytes[i]];
    return found;
  };
  return { storage, rows: weights, float8: { columns, halves, scales: ofRows } };
}

/** Of each row its own, where several rows share them. [count, across] */
function scalesOfRows({ read, rows }: Float8Scales, across: number): OfRows<Float32Array<ArrayBuffer>> {
  return async (first, count) => {
    const from = Math.floor(first / rows);
    const stored = await read(from, Math.ceil((first + count) / rows) - from);
    if (rows === 1) return stored;
    const found = new Float32Array(count * across);
    for (let row = 0; row < count; row++) {
      const at = (Math.floor((first + row) / rows) - from) * across;
      found.set(stored.subarray(at, at + across), row * across);
    }
    return found;
  };
}
