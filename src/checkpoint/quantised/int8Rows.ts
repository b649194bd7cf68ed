// Weights that bitsandbytes has quantised to 8 bits (LLM.int8): signed bytes, of which each row has one scale, the largest weight
// that it stands for: weight = code · scale / 127. What maps read is not rounded here, and so no outliers among it have to be
// left out. Dettmers et al. 2022, https://arxiv.org/abs/2208.07339; layout and arithmetic:
// https://github.com/bitsandbytes-foundation/bitsandbytes/blob/main/bitsandbytes/_ops.py (int8_vectorwise_dequant)
import { readBytes, readFloatRange, type TensorEntry } from '../safetensors.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { FLOATS, invalid, modulesWith, packedEntry, partOf, type Tensors } from './modules.ts';
import type { Packing } from './packing.ts';

const PARTS = ['SCB', 'weight_format'];
/** What `weight_format` calls rows as they are; the others were layouts of graphics cards, which are no longer written. */
const ROWS = 0;
const STEP = Math.fround(1 / 127);

/** Fails with tensor-missing, tensor-invalid, file-unreadable. */
export async function int8Tensors(tensors: Tensors): Promise<Tensors> {
  const all = new Map(tensors);
  for (const module of modulesWith(tensors, 'SCB')) {
    for (const part of PARTS) all.delete(`${module}.${part}`);
    all.set(`${module}.weight`, await unpackedModule(tensors, module));
  }
  return all;
}

async function unpackedModule(tensors: Tensors, module: string): Promise<TensorEntry> {
  const scales = tensors.get(`${module}.SCB`) as TensorEntry;
  const codes = partOf(tensors, scales, `${module}.weight`, { dtypes: ['I8'] });
  if (codes.shape.length !== 2 || codes.bytes === 0) throw invalid(codes, `I8 [${codes.shape}]`);
  const [rows, width] = codes.shape;
  partOf(tensors, codes, scales.name, { dtypes: FLOATS, shape: [rows], because: `its codes are [${codes.shape}]` });
  const format = tensors.get(`${module}.weight_format`);
  if (format) await checkFormat(format);
  return packedEntry(codes, codes.name, [rows, width], int8Packing(codes, scales, width));
}

async function checkFormat(format: TensorEntry): Promise<void> {
  const bytes = new Uint8Array(await readBytes(format.file, format.offset, format.bytes));
  if (bytes.some((byte) => byte !== ROWS))
    throw invalid(format, `layout ${bytes[0]} of codes is not read, only rows (0)`);
}

function int8Packing(codes: TensorEntry, scales: TensorEntry, width: number): Packing {
  const bytesOf = (first: number, count: number) => readBytes(codes.file, codes.offset + first * width, count * width);
  const packing = groupedPacking({
    storage: { method: 'LLM.int8', bits: 8, shared: { kind: 'row' } },
    width,
    groupSize: width,
    codeBits: 8,
    zero: 128,
    hasOffset: false,
    centre: 0,
    codes: async (first, count) => new Uint8Array(await bytesOf(first, count)).map((byte) => byte ^ 128),
    numbers: async (first, count) => ({
      scales: (await readFloatRange(scales, first, count)).map((scale) => scale * STEP),
      zeros: new Uint8Array(),
      offsets: new Float32Array(),
    }),
  });
  // The package rounds twice, and not the scale, as products do: the last bit differs.
  const rows = async (first: number, count: number) => {
    const [bytes, largest] = [new Int8Array(await bytesOf(first, count)), await readFloatRange(scales, first, count)];
    const weights = new Float32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) weights[i] = Math.fround(bytes[i] * largest[Math.floor(i / width)]) * STEP;
    return weights;
  };
  return { ...packing, rows };
}
