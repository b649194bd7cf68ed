// Ways to write quantised checkpoints that the golden references do not have, read all the same.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import { readFloats } from '../../../../src/checkpoint/safetensors.ts';
import { copyOf, editJson, type RawTensor, readTensors, renameTensors, writeTensors } from '../remadeFolder.ts';
import { changed, scheme, UP } from './changedFixture.ts';

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

test('bytes whose inputs were ordered are put back', async () => {
  const folder = await changed('compressed-int8', { config: scheme({ strategy: 'group', group_size: 64 }) });
  const file = join(folder, 'model.safetensors');
  const stored = await readTensors(file);
  const codes = stored.get(`${UP}.weight`) ?? assert.fail();
  const first = codes.bytes.slice(0, 128);
  for (const name of [...stored.keys()]) {
    if (!name.endsWith('.weight_scale')) continue;
    const [rows, width] = stored.get(name.replace(/_scale$/, ''))?.shape ?? assert.fail();
    const scales = new Uint8Array(
      Uint16Array.from({ length: (rows * width) / 64 }, (_, i) => 0x3f80 + (i % 2) * 0x80).buffer,
    );
    stored.set(name, { dtype: 'BF16', shape: [rows, width / 64], bytes: scales }); // 1 2 1 2 …
  }
  const groups = Int32Array.from({ length: 128 }, (_, input) => input % 2);
  stored.set(`${UP}.weight_g_idx`, { dtype: 'I32', shape: [128], bytes: new Uint8Array(groups.buffer) });
  await writeTensors(file, stored);
  const entry = (await openCheckpoint(folder)).tensors.get(`${UP}.weight`) ?? assert.fail();
  const weights = await readFloats(entry);
  assert.deepEqual(
    [...weights.subarray(0, 128)],
    [...new Int8Array(first)].map((code, i) => (i % 2 ? 2 * code : code)),
  );
});

test('scales of FP8 that are powers of two in bytes are these powers', async () => {
  const floats = await copyOf('quantised/fp8-blocks');
  const powers = await copyOf('quantised/fp8-blocks');
  const scale = (at: number) => 2 ** ((at % 5) - 10);
  await replaceScales(floats, '.weight_scale_inv', ({ shape }, count) => {
    const values = Float32Array.from({ length: count }, (_, i) => scale(i));
    return { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) };
  });
  await replaceScales(powers, '.weight_scale_inv', ({ shape }, count) => {
    const bytes = Uint8Array.from({ length: count }, (_, i) => Math.log2(scale(i)) + 127);
    return { dtype: 'F8_E8M0', shape, bytes };
  });
  assert.deepEqual(await weightsOf(powers), await weightsOf(floats));
});

test('floats of 4 bits in groups of 32 have powers of two for scales', async () => {
  const nvfp4 = await copyOf('quantised/compressed-nvfp4');
  const mxfp4 = await changed('compressed-nvfp4', { config: scheme({ group_size: 32, strategy: 'group' }) });
  await editJson(join(mxfp4, 'config.json'), (json) => {
    Object.assign(json.quantization_config as object, { format: 'mxfp4-pack-quantized' });
  });
  await replaceScales(nvfp4, '.weight_global_scale', (tensor) => ({
    ...tensor,
    bytes: new Uint8Array(Float32Array.of(1).buffer),
  }));
  const exponent = (group: number) => (group % 7) - 3; // in reach of both forms
  await replaceScales(nvfp4, '.weight_scale', ({ dtype, shape }, count) => {
    const bytes = Uint8Array.from({ length: count }, (_, i) => (exponent(i >> 1) + 7) << 3); // E4M3, its bias is 7
    return { dtype, shape, bytes };
  });
  await replaceScales(mxfp4, '.weight_scale', ({ shape: [rows, groups] }, count) => {
    const bytes = Uint8Array.from({ length: count / 2 }, (_, i) => exponent(i) + 127);
    return { dtype: 'U8', shape: [rows, groups / 2], bytes };
  });
  assert.deepEqual(await weightsOf(mxfp4), await weightsOf(nvfp4));
});

/** Every tensor whose name ends so; `scales` is told how many numbers it has. */
async function replaceScales(
  folder: string,
  ending: string,
  scales: (tensor: RawTensor, count: number) => RawTensor,
): Promise<void> {
  const file = join(folder, 'model.safetensors');
  const stored = await readTensors(file);
  for (const [name, tensor] of stored)
    if (name.endsWith(ending))
      stored.set(
        name,
        scales(
          tensor,
          tensor.shape.reduce((product, size) => product * size, 1),
        ),
      );
  await writeTensors(file, stored);
}

/** Of some rows: a message about many differing numbers takes gigabytes. */
async function weightsOf(folder: string): Promise<Float32Array> {
  const weights = await readFloats((await openCheckpoint(folder)).tensors.get(`${UP}.weight`) ?? assert.fail());
  return weights.slice(0, 512);
}

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
