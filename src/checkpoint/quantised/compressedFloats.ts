// Maps of compressed-tensors in floats of 4 bits, two to a byte: NVFP4 has groups of 16, whose scales are floats of 8 bits, and
// one factor for the whole matrix that these are divided by; MXFP4 has groups of 32 and powers of two.
// https://github.com/neuralmagic/compressed-tensors/blob/main/src/compressed_tensors/compressors/quantized_compressors/fp4_quantized.py
import { readBytes, readFloats, type TensorEntry } from '../safetensors.ts';
import { unpackBits } from './bitStream.ts';
import { scaleRows } from './byteScales.ts';
import type { CompressedModule } from './compressedParts.ts';
import { float4Packing } from './float4.ts';
import { invalid, packedEntry, partOf } from './modules.ts';

const BITS = 4;
const NVFP4_GROUP = 16;
const MXFP4_GROUP = 32;

export function float4Module({ tensors, module, scheme }: CompressedModule, codes: TensorEntry): TensorEntry {
  const { settings, groupSize, bits, isFloat, symmetric } = scheme;
  if (!isFloat || bits !== BITS) throw settings.unsupported('num_bits', [String(BITS)]);
  if (!symmetric) throw settings.unsupported('symmetric', ['true']);
  if (groupSize !== NVFP4_GROUP && groupSize !== MXFP4_GROUP)
    throw settings.unsupported('group_size', [String(NVFP4_GROUP), String(MXFP4_GROUP)]);
  const [rows, rowBytes] = codes.shape;
  const width = rowBytes * 2;
  const because = `config.json says groups of ${groupSize}`;
  if (codes.shape.length !== 2 || codes.bytes === 0 || width % groupSize !== 0)
    throw invalid(codes, `${because}, which does not fit [${codes.shape}]`);
  const across = width / groupSize;
  const isNvfp4 = groupSize === NVFP4_GROUP;
  const needed = { dtypes: isNvfp4 ? ['F8_E4M3'] : ['U8', 'F8_E8M0'], shape: [rows, across], because };
  const stored = scaleRows(partOf(tensors, codes, `${module}.weight_scale`, needed), across, 'E8M0');
  const factor = isNvfp4
    ? partOf(tensors, codes, `${module}.weight_global_scale`, { dtypes: ['F32'], shape: [1] })
    : undefined;
  const packing = float4Packing({
    storage: { method: isNvfp4 ? 'NVFP4' : 'MXFP4', bits: BITS, shared: { kind: 'group', size: groupSize } },
    groupSize,
    codes: async (first, count) => {
      const bytes = new Uint8Array(await readBytes(codes.file, codes.offset + first * rowBytes, count * rowBytes));
      return unpackBits(bytes, { bits: BITS, rows: count, width, rowBytes });
    },
    scales: async (first, count) => {
      const scales = await stored(first, count);
      if (!factor) return scales;
      const [whole] = await readFloats(factor);
      return scales.map((scale) => scale / whole);
    },
  });
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}
