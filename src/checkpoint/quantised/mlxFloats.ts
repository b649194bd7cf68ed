// The formats of MLX whose numbers are floats of 4 or 8 bits, with a scale of one byte for each group of neighbours, and
// without biases: mxfp4, nvfp4, mxfp8. Each has one size of groups.
// https://github.com/ml-explore/mlx/blob/main/mlx/ops.cpp (fp_dequantize)
import { readBytes, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { type ByteScale, scaleRows } from './byteScales.ts';
import { float4Packing } from './float4.ts';
import { float8Packing } from './float8.ts';
import type { Packing } from './packing.ts';

export interface FloatMode {
  readonly bits: 4 | 8;
  readonly groupSize: 16 | 32;
  readonly scale: ByteScale;
}

export const FLOAT_MODES: Readonly<Record<string, FloatMode>> = {
  mxfp4: { bits: 4, groupSize: 32, scale: 'E8M0' },
  nvfp4: { bits: 4, groupSize: 16, scale: 'E4M3' },
  mxfp8: { bits: 8, groupSize: 32, scale: 'E8M0' },
};

interface FloatMatrix {
  readonly codes: TensorEntry;
  readonly scales: TensorEntry;
  readonly mode: string;
  readonly width: number;
}

/** The rows from number `start` of all on. */
export function mlxFloatPacking({ codes, scales, mode, width }: FloatMatrix, start: number): Packing {
  const { bits, groupSize, scale } = FLOAT_MODES[mode];
  const storage = { method: `MLX ${mode.toUpperCase()}`, bits, shared: { kind: 'group', size: groupSize } } as const;
  const across = width / groupSize;
  const all = scaleRows(scales, across, scale);
  const ofRows = (first: number, count: number) => all(start + first, count);
  const rowBytes = (width * bits) / 8;
  const offset = codes.offset + start * rowBytes;
  if (bits === 8)
    return float8Packing({ file: codes.file, offset }, width, { read: ofRows, rows: 1, columns: groupSize }, storage);
  const unpacked = async (first: number, count: number) => {
    const bytes = new Uint8Array(await readBytes(codes.file, offset + first * rowBytes, count * rowBytes));
    return unpackBits(bytes, { bits, rows: count, width, rowBytes });
  };
  return float4Packing({ storage, groupSize, codes: unpacked, scales: ofRows });
}
