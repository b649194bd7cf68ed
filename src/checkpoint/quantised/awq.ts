// Weights that AWQ has quantised: weight = scale · (code - zero), 4 bits, with a scale and a zero for each group of inputs.
// Eight outputs of an input lie in an integer, in an order that suits its kernel. Lin et al. 2023,
// https://arxiv.org/abs/2306.00978; layout: https://github.com/casper-hansen/AutoAWQ/blob/main/awq/modules/linear/gemm.py
import type { Config } from '../config.ts';
import { readBytes, readFloats, type TensorEntry } from '../safetensors.ts';
import { rowsOfTurned, type Turned, turned } from './columnPacked.ts';
import { groupedPacking } from './groupedMatrix.ts';
import { FLOATS, invalid, modulesWith, packedEntry, partOf, type Tensors } from './modules.ts';

/** Which of eight outputs each half byte of an integer has, the lowest first. */
const ORDER = [0, 2, 4, 6, 1, 3, 5, 7];
const PARTS = ['qweight', 'qzeros', 'scales'];
const BITS = 4;

/** `quantization_config`. Fails with config-unsupported for other kernels' layouts. */
export function awqTensors(settings: Config, tensors: Tensors): Tensors {
  const version = settings.choice('version', ['gemm', 'GEMM'], 'gemm');
  settings.choice('format', ['gemm', 'GEMM'], version);
  if (settings.size('bits', BITS) !== BITS) throw settings.unsupported('bits', [String(BITS)]);
  settings.mustBe('zero_point', true);
  const groupSize = settings.is('group_size', -1) ? undefined : settings.size('group_size', 128);
  const all = new Map(tensors);
  for (const module of modulesWith(tensors, 'qweight')) {
    const codes = tensors.get(`${module}.qweight`) as TensorEntry;
    for (const part of PARTS) all.delete(`${module}.${part}`);
    const entry = unpackedModule(tensors, module, codes, groupSize);
    all.set(entry.name, entry);
  }
  return all;
}

function unpackedModule(
  tensors: Tensors,
  module: string,
  codes: TensorEntry,
  inGroups: number | undefined,
): TensorEntry {
  if (codes.dtype !== 'I32' || codes.shape.length !== 2) throw invalid(codes, `${codes.dtype} [${codes.shape}]`);
  const [width, words] = codes.shape;
  const rows = words * 8;
  const groupSize = inGroups ?? width;
  const because = `config.json says groups of ${groupSize}`;
  if (width === 0 || rows === 0 || width % groupSize !== 0)
    throw invalid(codes, `${because}, which does not fit [${codes.shape}]`);
  const groups = width / groupSize;
  const scales = partOf(tensors, codes, `${module}.scales`, { dtypes: FLOATS, shape: [groups, rows], because });
  const zeros = partOf(tensors, codes, `${module}.qzeros`, { dtypes: ['I32'], shape: [groups, words], because });
  const whole = async (): Promise<Turned> => ({
    codes: turned(await unpacked(codes), [width, rows]),
    scales: turned(await readFloats(scales), [groups, rows]),
    zeros: turned(await unpacked(zeros), [groups, rows]),
  });
  const shared = inGroups === undefined ? ({ kind: 'row' } as const) : { kind: 'group' as const, size: groupSize };
  const packing = groupedPacking({
    storage: { method: 'AWQ', bits: BITS, shared },
    width,
    groupSize,
    codeBits: 4,
    zero: undefined,
    hasOffset: false,
    centre: 0,
    ...rowsOfTurned(whole, { width, groups }),
  });
  return packedEntry(codes, `${module}.weight`, [rows, width], packing);
}

/** [inputs, outputs / 8] integers → [inputs, outputs] codes */
async function unpacked({ file, offset, bytes }: TensorEntry): Promise<Uint8Array> {
  const stored = new Uint8Array(await readBytes(file, offset, bytes));
  const codes = new Uint8Array(stored.length * 2);
  for (let i = 0; i < stored.length; i++) {
    const word = i >> 2;
    codes[word * 8 + ORDER[2 * (i & 3)]] = stored[i] & 15;
    codes[word * 8 + ORDER[2 * (i & 3) + 1]] = stored[i] >> 4;
  }
  return codes;
}
