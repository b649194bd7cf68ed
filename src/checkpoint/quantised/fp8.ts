// Checkpoints whose maps were stored as floats of 8 bits with a scale for each square of 128 × 128 weights, as DeepSeek and Qwen
// publish them (quant_method "fp8"), or with one for the whole matrix. What maps read is not rounded here.
// https://github.com/huggingface/transformers/blob/main/src/transformers/integrations/finegrained_fp8.py
import type { Config } from '../config.ts';
import type { TensorEntry } from '../safetensors.ts';
import { SCALE_DTYPES, scaleRows } from './byteScales.ts';
import { FLOAT8, type Float8Scales, float8Packing } from './float8.ts';
import { invalid, packedEntry, partOf, type Tensors } from './modules.ts';

const MAX_BLOCK = 1 << 20;
/** What stands beside a map's weight: its scale by either name, and what is only of use where inputs are rounded, too. */
const SCALES = ['weight_scale_inv', 'weight_scale'];

/** What transformers takes where config.json does not say it; older writers have one scale, by the other name. */
const DEFAULT_BLOCK = [128, 128] as const;

/** `quantization_config`. */
export function fp8Tensors(settings: Config, tensors: Tensors): Tensors {
  settings.choice('fmt', ['e4m3', 'float8_e4m3fn'], 'e4m3');
  const said = settings.has('weight_block_size')
    ? settings.parsed('weight_block_size', 'two sizes', blockOf)
    : undefined;
  const unsaid = settings.mentions('weight_block_size') ? undefined : DEFAULT_BLOCK;
  const all = new Map(tensors);
  for (const [name, codes] of tensors) {
    if (codes.dtype !== FLOAT8 || !name.endsWith('.weight')) continue;
    const module = name.slice(0, -'.weight'.length);
    const part = SCALES.find((one) => tensors.has(`${module}.${one}`)) ?? SCALES[0];
    for (const one of SCALES) all.delete(`${module}.${one}`);
    const block = said ?? (part === SCALES[0] ? unsaid : undefined);
    all.set(name, unpackedModule(tensors, `${module}.${part}`, codes, block));
  }
  return all;
}

type Block = readonly [rows: number, columns: number];

function blockOf(value: unknown): Block | undefined {
  const isSize = (size: unknown) => Number.isInteger(size) && Number(size) >= 1 && Number(size) <= MAX_BLOCK;
  return Array.isArray(value) && value.length === 2 && value.every(isSize) ? [value[0], value[1]] : undefined;
}

/** The map's tensor, with its scales by that name. */
function unpackedModule(
  tensors: Tensors,
  scalesName: string,
  codes: TensorEntry,
  block: Block | undefined,
): TensorEntry {
  if (codes.shape.length !== 2 || codes.bytes === 0) throw invalid(codes, `${codes.dtype} [${codes.shape}]`);
  const [rows, width] = codes.shape;
  const scales = scalesOf(tensors, codes, scalesName, block);
  const shared = block ? { kind: 'block' as const, rows: block[0], columns: block[1] } : ({ kind: 'matrix' } as const);
  const storage = { method: 'FP8', bits: 8, shared };
  return packedEntry(codes, codes.name, [rows, width], float8Packing(codes, width, scales, storage));
}

function scalesOf(tensors: Tensors, codes: TensorEntry, name: string, block: Block | undefined): Float8Scales {
  const [rows, width] = codes.shape;
  if (!block) {
    const tensor = partOf(tensors, codes, name, { dtypes: SCALE_DTYPES });
    if (tensor.shape.some((size) => size !== 1))
      throw invalid(tensor, `config.json says one scale for all weights, the file has [${tensor.shape}]`);
    return { read: scaleRows(tensor, 1), rows, columns: width };
  }
  const across = Math.ceil(width / block[1]);
  const shape = [Math.ceil(rows / block[0]), across];
  const because = `config.json says blocks of ${block.join(' × ')}`;
  const tensor = partOf(tensors, codes, name, { dtypes: SCALE_DTYPES, shape, because });
  return { read: scaleRows(tensor, across), rows: block[0], columns: block[1] };
}
