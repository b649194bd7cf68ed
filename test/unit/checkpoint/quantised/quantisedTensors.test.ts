// What quantised checkpoints may say of themselves that is not so, and methods that are not read: refused in words.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import { readFloats } from '../../../../src/checkpoint/safetensors.ts';
import { copyOf, editJson, type RawTensor, readTensors, renameTensors, writeTensors } from '../remadeFolder.ts';

type Json = Record<string, unknown>;
type Change = { readonly config?: Json; readonly tensors?: Readonly<Record<string, Partial<RawTensor> | undefined>> };

const UP = 'model.layers.0.mlp.up_proj';
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
  ['floats of MLX', 'mlx-4', { config: { mode: 'nvfp4' } }, { code: 'config-unsupported', value: '"nvfp4"' }],
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
    'floats of 4 bits',
    'compressed-4',
    { config: { format: 'nvfp4-pack-quantized' } },
    { code: 'config-unsupported', value: '"nvfp4-pack-quantized"' },
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
  ['8 bits of bitsandbytes', 'nf4', { config: { load_in_8bit: true } }, { code: 'config-unsupported' }],
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

test('scales without a word of config.json have the squares that transformers takes, or one by its older name', async () => {
  const squares = await changed('fp8-blocks', { config: { weight_block_size: undefined } });
  const storage = async (folder: string) =>
    (await openCheckpoint(folder)).tensors.get(`${UP}.weight`)?.packing?.storage.shared;
  assert.deepEqual(await storage(squares), { kind: 'block', rows: 128, columns: 128 });
  const one = await changed('fp8-matrix', { config: { weight_block_size: undefined } });
  await renameTensors(one, (name) => name.replace(/_inv$/, ''));
  assert.deepEqual(await storage(one), { kind: 'matrix' });
});

test('codes of bitsandbytes that were written as half precision are the same codes', async () => {
  const original = await openCheckpoint(await copyOf('quantised/nf4'));
  const half = { dtype: 'BF16', shape: [(256 * 128) / 4, 1] };
  const { tensors } = await openCheckpoint(await changed('nf4', { tensors: { [`${UP}.weight`]: half } }));
  const [expected, found] = [original.tensors, tensors].map((all) => all.get(`${UP}.weight`) ?? assert.fail());
  assert.deepEqual(await readFloats(found), await readFloats(expected));
});

test('convolutions over tokens have the shape that a model asks for, and not that of MLX', async () => {
  const folder = await copyOf('quantised/mlx-4');
  const file = join(folder, 'model.safetensors');
  const stored = await readTensors(file);
  stored.set('conv.weight', { dtype: 'F16', shape: [5, 3, 1], bytes: new Uint8Array(30) });
  await writeTensors(file, stored);
  assert.deepEqual((await openCheckpoint(folder)).tensors.get('conv.weight')?.shape, [5, 1, 3]);
});

test('a map that a list of names leaves out, or that is not quantised, stays as it is', async () => {
  const { tensors } = await openCheckpoint(await copyOf('quantised/awq-4'));
  assert.equal(tensors.get('lm_head.weight')?.dtype, 'BF16');
  assert.equal(tensors.get('lm_head.weight')?.packing, undefined);
});

test('a config that says it in quantization_config alone, as older ones of MLX do, is read all the same', async () => {
  const folder = await copyOf('quantised/mlx-4');
  await editJson(join(folder, 'config.json'), (json) => delete json.quantization);
  const { tensors, config } = await openCheckpoint(folder);
  assert.deepEqual(tensors.get(`${UP}.weight`)?.packing?.storage, {
    method: 'MLX',
    bits: 4,
    shared: { kind: 'group', size: 64 },
  });
  assert.equal(config.has('quantization_config'), false);
});

/** What quantisation says of itself, and tensors; undefined takes away. */
async function changed(fixture: string, { config = {}, tensors = {} }: Change): Promise<string> {
  const folder = await copyOf(`quantised/${fixture}`);
  await editJson(join(folder, 'config.json'), (json) => {
    for (const key of ['quantization', 'quantization_config'])
      if (json[key]) json[key] = merged(json[key] as Json, config);
  });
  const file = join(folder, 'model.safetensors');
  const stored = await readTensors(file);
  for (const [name, change] of Object.entries(tensors)) {
    const original = stored.get(name) ?? assert.fail(name);
    if (change) stored.set(name, { ...original, ...change });
    else stored.delete(name);
  }
  await writeTensors(file, stored);
  return folder;
}

function merged(into: Json, change: Json): Json {
  const entries = Object.entries(change).map(([key, value]) => {
    const both = isObject(value) && isObject(into[key]);
    return [key, both ? merged(into[key] as Json, value as Json) : value];
  });
  return { ...into, ...Object.fromEntries(entries) };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function groupOf(group: Json): Json {
  return { config_groups: { group_0: group } };
}

function scheme(weights: Json): Json {
  return groupOf({ weights });
}

function sizes(rows: number, width: number): Uint8Array {
  return new Uint8Array(BigInt64Array.of(BigInt(rows), BigInt(width)).buffer);
}

function text(json: string): RawTensor {
  return { dtype: 'U8', shape: [json.length], bytes: new TextEncoder().encode(json) };
}
