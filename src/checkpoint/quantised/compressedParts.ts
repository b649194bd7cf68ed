// What goes with the codes of a map of compressed-tensors: its sizes, scales and zeros. Knows no codes.
import { readBytes, readFloatRange, readFloats, type TensorEntry } from '../safetensors.ts';
import { FLOATS, invalid, partOf, type Tensors } from './modules.ts';
import type { Scheme } from './scheme.ts';

export interface CompressedModule {
  readonly tensors: Tensors;
  readonly module: string;
  readonly scheme: Scheme;
}

/** Which weights have one scale, for people. */
export function sharing({ shared, groupSize, block }: Scheme) {
  if (block) return { kind: 'block', rows: block[0], columns: block[1] } as const;
  if (shared === 'group') return { kind: 'group', size: groupSize ?? 0 } as const;
  return { kind: shared === 'channel' ? 'row' : 'matrix' } as const;
}

/** The sizes of the matrix, which packing has rounded up. */
export async function readShape(
  tensors: Tensors,
  module: string,
  codes: TensorEntry,
): Promise<readonly [number, number]> {
  const said = partOf(tensors, codes, `${module}.weight_shape`, { dtypes: ['I64', 'I32'], shape: [2] });
  const raw = await readBytes(said.file, said.offset, said.bytes);
  const [rows, width] = Array.from(said.dtype === 'I64' ? new BigInt64Array(raw) : new Int32Array(raw), Number);
  if (rows > 0 && width > 0 && Number.isSafeInteger(rows * width)) return [rows, width];
  throw invalid(said, `[${rows}, ${width}] is no shape`);
}

/** Scales of a row's groups; one of a whole matrix is that of each row. */
export function groupScales(
  { tensors, module, scheme }: CompressedModule,
  codes: TensorEntry,
  [rows, width]: readonly number[],
) {
  const { shared, settings } = scheme;
  if (shared === 'block' || shared === 'tensor_group')
    throw settings.unsupported('strategy', ['tensor', 'channel', 'group']);
  const groupSize = scheme.groupSize ?? width;
  const because = `config.json says ${shared === 'group' ? `groups of ${groupSize}` : `a scale for each ${shared}`}`;
  if (width % groupSize !== 0) throw invalid(codes, `${because}, which does not divide rows of ${width}`);
  const groups = width / groupSize;
  const name = `${module}.weight_scale`;
  if (shared === 'tensor') {
    const one = partOf(tensors, codes, name, { dtypes: FLOATS });
    if (one.shape.some((size) => size !== 1)) throw invalid(one, `${because}, the file has [${one.shape}]`);
    const scales = async (_: number, count: number) => new Float32Array(count).fill((await readFloats(one))[0]);
    return { groupSize, scales };
  }
  const tensor = partOf(tensors, codes, name, { dtypes: FLOATS, shape: [rows, groups], because });
  const scales = (first: number, count: number) => readFloatRange(tensor, first * groups, count * groups);
  return { groupSize, scales };
}

/** Zeros of 8 outputs (of 4 with 8 bits) lie in an integer, one group behind the other. */
export async function zeroRows(
  zeros: TensorEntry,
  bits: number,
  [rows, groups]: readonly [number, number],
  [first, count]: readonly [number, number],
): Promise<Uint8Array> {
  const words = new Uint8Array(await readBytes(zeros.file, zeros.offset, zeros.bytes));
  const perWord = 32 / bits;
  const found = new Uint8Array(count * groups);
  for (let row = first; row < Math.min(rows, first + count); row++) {
    const bit = (row % perWord) * bits;
    for (let group = 0; group < groups; group++) {
      const at = (Math.floor(row / perWord) * groups + group) * 4 + (bit >> 3);
      found[(row - first) * groups + group] = (words[at] >> (bit & 7)) & (2 ** bits - 1);
    }
  }
  return found;
}
