// Scales of which each takes a byte: a power of two (E8M0), or a float of 8 bits (E4M3); and those that are plain floats, read
// in the same way. Open Compute Project, Microscaling Formats 1.0, §5.4.1. Knows no method.
import { readBytes, readFloatRange, type TensorEntry } from '../safetensors.ts';
import { FLOAT8_VALUES } from './float8.ts';
import { FLOATS } from './modules.ts';
import type { OfRows } from './packing.ts';

export type ByteScale = 'E8M0' | 'E4M3';

/** 2^(byte - 127), where 255 is not a number: 127 → 1, 0 → 2^-127 */
const POWERS = Float32Array.from({ length: 256 }, (_, byte) => (byte === 255 ? Number.NaN : 2 ** (byte - 127)));
const VALUES: Readonly<Record<ByteScale, Float32Array>> = { E8M0: POWERS, E4M3: FLOAT8_VALUES };
const BY_DTYPE: Readonly<Record<string, ByteScale>> = { F8_E8M0: 'E8M0', F8_E4M3: 'E4M3' };

/** The types that scales of blocks have: floats, or powers of two. */
export const SCALE_DTYPES: readonly string[] = [...FLOATS, 'F8_E8M0'];

/**
 * Rows of `across` scales each. A type that does not say what its bytes are, as U8, needs `bytes`. Fails like readFloatRange().
 */
export function scaleRows(tensor: TensorEntry, across: number, bytes?: ByteScale): OfRows<Float32Array<ArrayBuffer>> {
  const kind = BY_DTYPE[tensor.dtype] ?? bytes;
  if (kind === undefined) return (first, count) => readFloatRange(tensor, first * across, count * across);
  const values = VALUES[kind];
  return async (first, count) => {
    const codes = new Uint8Array(await readBytes(tensor.file, tensor.offset + first * across, count * across));
    const scales = new Float32Array(codes.length);
    for (let i = 0; i < codes.length; i++) scales[i] = values[codes[i]];
    return scales;
  };
}
