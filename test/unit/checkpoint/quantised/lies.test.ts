// What quantised checkpoints may say of themselves that is not so, and methods that are not read: refused in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import type { RawTensor } from '../remadeFolder.ts';
import { type Change, changed, groupOf, type Json, scheme, UP } from './changedFixture.ts';

const invalid = (tensor: string, problem: RegExp) => ({ code: 'tensor-invalid', tensor, problem });
const missing = (tensor: string) => ({ code: 'tensor-missing', tensor });
const NOTHING = new Uint8Array();

const LIES: readonly (readonly [string, fixture: string, Change, Json])[] = [
  ['other bits', 'mlx-4', { config: { bits: 8 } }, invalid('lm_head.scales', /8 bits in groups of 64/)],
  ['another group size', 'mlx-4', { config: { group_size: 32 } }, invalid('lm_head.scales', /needed, the file has/)],
  ['groups that do not divide', 'mlx-4', { config: { group_size: 48 } }, invalid('lm_head.weight', /groups of 48/)],
  [
    'bits that nobody packs',
    'mlx-4',
    { config: { bits: 7 } },
    { code: 'config-unsupported', key: 'quantization.bits' },
  ],
  ['no bits', 'mlx-4', { config: { bits: undefined } }, { code: 'config-invalid', key: 'quantization.bits' }],
  ['an unknown mode', 'mlx-4', { config: { mode: 'nvfp2' } }, { code: 'config-unsupported', value: '"nvfp2"' }],
  [
    'floats in other groups',
    'mlx-4',
    { config: { mode: 'nvfp4' } },
    { code: 'config-unsupported', key: 'quantization.group_size' },
  ],
  [
    'floats of other bits',
    'mlx-mxfp4',
    { config: { mode: 'mxfp8' } },
    { code: 'config-unsupported', key: 'quantization.bits' },
  ],
  [
    'scales of floats that are no bytes',
    'mlx-mxfp4',
    { tensors: { [`${UP}.scales`]: { dtype: 'I8' } } },
    invalid(`${UP}.scales`, /U8 is needed/),
  ],
  ['no biases', 'mlx-4', { tensors: { [`${UP}.biases`]: undefined } }, missing(`${UP}.biases`)],
  [
    'scales of another type',
    'mlx-4',
    { tensors: { [`${UP}.scales`]: { dtype: 'I16' } } },
    invalid(`${UP}.scales`, /I16/),
  ],
  [
    'a stack of nothing',
    'mlx-4',
    { tensors: { [`${UP}.weight`]: { shape: [90_000_000, 0, 16], bytes: NOTHING } } },
    invalid(`${UP}.weight`, /does not fit/),
  ],
  [
    'other blocks',
    'fp8-blocks',
    { config: { weight_block_size: [64, 64] } },
    invalid('model.layers.0.mlp.down_proj.weight_scale_inv', /64 × 64/),
  ],
  [
    'blocks of no size',
    'fp8-blocks',
    { config: { weight_block_size: [0, 128] } },
    { code: 'config-invalid', key: 'quantization_config.weight_block_size' },
  ],
  [
    'no scales',
    'fp8-blocks',
    { tensors: { [`${UP}.weight_scale_inv`]: undefined } },
    missing(`${UP}.weight_scale_inv`),
  ],
  [
    'a scale too many',
    'fp8-matrix',
    { tensors: { [`${UP}.weight_scale_inv`]: { shape: [2], bytes: new Uint8Array(8) } } },
    invalid(`${UP}.weight_scale_inv`, /one scale/),
  ],
  [
    'other sizes',
    'compressed-4',
    { tensors: { [`${UP}.weight_shape`]: { bytes: sizes(300, 128) } } },
    invalid(`${UP}.weight_packed`, /300, 128/),
  ],
  [
    'sizes below 0',
    'compressed-4',
    { tensors: { [`${UP}.weight_shape`]: { bytes: sizes(-1, 128) } } },
    invalid(`${UP}.weight_shape`, /no shape/),
  ],
  [
    'zeros that are not there',
    'compressed-4',
    { config: scheme({ symmetric: false }) },
    missing('model.layers.0.mlp.down_proj.weight_zero_point'),
  ],
  ['other bits of integers', 'compressed-4', { config: scheme({ num_bits: 8 }) }, { code: 'tensor-invalid' }],
  ['bits that do not divide 32', 'compressed-4', { config: scheme({ num_bits: 3 }) }, { code: 'config-unsupported' }],
  [
    'groups that do not divide rows',
    'compressed-4',
    { config: scheme({ group_size: 48 }) },
    { code: 'tensor-invalid' },
  ],
  [
    'another strategy',
    'compressed-4',
    { config: scheme({ strategy: 'tensor_group' }) },
    { code: 'config-unsupported' },
  ],
  [
    'sparse weights',
    'compressed-4',
    { config: { sparsity_config: { format: 'sparse-24-bitmask' } } },
    { code: 'config-unsupported' },
  ],
  [
    'rotated weights',
    'compressed-4',
    { config: { transform_config: { config_groups: {} } } },
    { code: 'config-unsupported' },
  ],
  [
    'no scale for the whole matrix',
    'compressed-nvfp4',
    { tensors: { [`${UP}.weight_global_scale`]: undefined } },
    missing(`${UP}.weight_global_scale`),
  ],
  ['groups of 64 floats', 'compressed-nvfp4', { config: scheme({ group_size: 64 }) }, { code: 'config-unsupported' }],
  ['whole numbers', 'compressed-nvfp4', { config: scheme({ type: 'int' }) }, { code: 'config-unsupported' }],
  [
    'powers of two in place of floats',
    'compressed-nvfp4',
    { tensors: { [`${UP}.weight_scale`]: { dtype: 'U8' } } },
    invalid(`${UP}.weight_scale`, /F8_E4M3 is needed/),
  ],
  [
    'an expression that takes for ever',
    'compressed-4',
    { config: groupOf({ targets: ['re:(a+)+$'] }) },
    { code: 'config-unsupported' },
  ],
  [
    'groups of inputs that are not there',
    'compressed-act-order',
    { tensors: { [`${UP}.weight_g_idx`]: { bytes: Buffer.alloc(512, 9) } } },
    invalid(`${UP}.weight_g_idx`, /0 to 1/),
  ],
  [
    'one group for all inputs',
    'compressed-act-order',
    { tensors: { [`${UP}.weight_g_idx`]: { bytes: Buffer.alloc(512) } } },
    invalid(`${UP}.weight_g_idx`, /64 inputs each/),
  ],
  ['other bits of GPTQ', 'gptq-4', { config: { bits: 8 } }, { code: 'tensor-invalid' }],
  ['bits of GPTQ that do not divide 32', 'gptq-4', { config: { bits: 3 } }, { code: 'config-unsupported' }],
  [
    'bits that differ from map to map',
    'gptq-4',
    { config: { dynamic: { '+:.*down.*': { bits: 8 } } } },
    { code: 'config-unsupported' },
  ],
  ['no zeros of GPTQ', 'gptq-4', { tensors: { [`${UP}.qzeros`]: undefined } }, missing(`${UP}.qzeros`)],
  ['another layout of AWQ', 'awq-4', { config: { version: 'gemv' } }, { code: 'config-unsupported', value: '"gemv"' }],
  ['another group size of AWQ', 'awq-4', { config: { group_size: 32 } }, { code: 'tensor-invalid' }],
  [
    'a layout of graphics cards',
    'int8',
    { tensors: { [`${UP}.weight_format`]: { bytes: Uint8Array.of(2) } } },
    invalid(`${UP}.weight_format`, /layout 2/),
  ],
  [
    'scales of another number',
    'int8',
    { tensors: { [`${UP}.SCB`]: { shape: [8], bytes: new Uint8Array(32) } } },
    invalid(`${UP}.SCB`, /needed, the file has/),
  ],
  ['codes that are no bytes', 'int8', { tensors: { [`${UP}.weight`]: { dtype: 'U8' } } }, { code: 'tensor-invalid' }],
  [
    'scales of another number',
    'nf4',
    { tensors: { [`${UP}.weight.absmax`]: { shape: [8], bytes: new Uint8Array(32) } } },
    invalid(`${UP}.weight.absmax`, /needed, the file has/),
  ],
  [
    'a state that is no text',
    'nf4',
    { tensors: { [`${UP}.weight.quant_state.bitsandbytes__nf4`]: { bytes: new Uint8Array(80), shape: [80] } } },
    { code: 'json-invalid' },
  ],
  [
    'a state of other sizes',
    'nf4',
    { tensors: { [`${UP}.weight.quant_state.bitsandbytes__nf4`]: text('{"shape":[9,9],"blocksize":64}') } },
    invalid(`${UP}.weight`, /9, 9/),
  ],
  [
    'a state without blocks',
    'nf4',
    { tensors: { [`${UP}.weight.quant_state.bitsandbytes__nf4`]: text('{"shape":[256,128],"blocksize":0}') } },
    { code: 'tensor-invalid' },
  ],
  [
    'a method that packed nothing here',
    'nf4',
    { config: { quant_method: 'fp8' } },
    { code: 'config-invalid', key: 'quantization_config.quant_method' },
  ],
];

for (const [name, fixture, change, failure] of LIES) {
  test(`${fixture} with ${name} is refused in words`, async () => {
    await assert.rejects(openCheckpoint(await changed(fixture, change)), (found: Json) => {
      for (const [key, expected] of Object.entries(failure)) {
        if (expected instanceof RegExp) assert.match(String(found[key]), expected);
        else assert.equal(found[key], expected, JSON.stringify(found));
      }
      return true;
    });
  });
}

for (const method of ['hqq', 'aqlm', 'quanto', 'torchao', 'bitnet', 'modelopt', 'auto-round', 'constructor']) {
  test(`weights quantised by ${method} are refused by name`, async () => {
    const folder = await changed('awq-4', { config: { quant_method: method } });
    await assert.rejects(openCheckpoint(folder), { code: 'quantisation-unsupported', method });
  });
}

function sizes(rows: number, width: number): Uint8Array {
  return new Uint8Array(BigInt64Array.of(BigInt(rows), BigInt(width)).buffer);
}

function text(json: string): RawTensor {
  return { dtype: 'U8', shape: [json.length], bytes: new TextEncoder().encode(json) };
}
