// Checkpoints of the package compressed-tensors (llm-compressor, vLLM): whole numbers in 32-bit integers ("pack-quantized"),
// bytes ("int-quantized") or floats of 8 or 4 bits ("float-quantized", "nvfp4-pack-quantized"), with scales for groups, rows, blocks or whole matrices.
// What maps read is not rounded here, whatever the file says of inputs.
// https://github.com/neuralmagic/compressed-tensors
import type { Config } from '../config.ts';
import type { TensorEntry } from '../safetensors.ts';
import { float4Module } from './compressedFloats.ts';
import { float8Module, packedModule, plainModule } from './compressedModule.ts';
import { FLOAT8 } from './float8.ts';
import { modulesWith, type Tensors } from './modules.ts';
import { schemesOf } from './scheme.ts';

const FORMATS = [
  ...(['pack-quantized', 'int-quantized', 'float-quantized', 'naive-quantized'] as const),
  ...(['nvfp4-pack-quantized', 'mxfp4-pack-quantized'] as const),
] as const;
/** What goes with a map's codes; the last is of use only where inputs are rounded, too. */
const PARTS = [
  ...['weight_packed', 'weight_scale', 'weight_zero_point', 'weight_g_idx', 'weight_shape', 'weight_global_scale'],
  'input_global_scale',
];

/** `quantization_config`. Fails with config-unsupported for other formats, and where weights are sparse or rotated. */
export async function compressedTensors(settings: Config, tensors: Tensors): Promise<Tensors> {
  settings.choice('quantization_status', ['compressed'], 'compressed');
  settings.section('sparsity_config')?.choice('format', ['dense'], 'dense');
  settings.mustBeEmpty('transform_config');
  const format = settings.choice('format', [...FORMATS, 'mixed-precision'], 'pack-quantized');
  const schemes = schemesOf(settings, format === 'mixed-precision' ? undefined : format, FORMATS);
  const all = new Map(tensors);
  for (const module of modulesWith(tensors, 'weight_scale')) {
    const scheme = schemes(module);
    const entry = await unpackedModule({ tensors, module, scheme });
    for (const part of PARTS) all.delete(`${module}.${part}`);
    all.set(entry.name, entry);
  }
  return all;
}

async function unpackedModule(of: Parameters<typeof packedModule>[0]): Promise<TensorEntry> {
  const { tensors, module } = of;
  const packed = tensors.get(`${module}.weight_packed`);
  if (packed) return packed.dtype === 'U8' ? float4Module(of, packed) : await packedModule(of);
  return tensors.get(`${module}.weight`)?.dtype === FLOAT8 ? float8Module(of) : await plainModule(of);
}
