// Every way in which a safetensors file can be wrong, as a real file on disk.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readFloats, readSafetensorsHeader, widenFloat16 } from '../../../src/checkpoint/safetensors.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
after(() => rm(folder, { recursive: true }));

test('reads what it wrote: float32, half precision widened', async () => {
  const header = {
    __metadata__: { format: 'pt' },
    single: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    half: { dtype: 'F16', shape: [2, 1], data_offsets: [8, 12] },
    brain: { dtype: 'BF16', shape: [1], data_offsets: [12, 14] },
  };
  const data = new Uint8Array([...bytesOf(new Float32Array([1.5, -2])), 0x00, 0x3c, 0x00, 0xc0, 0x40, 0x40]);
  const tensors = await readSafetensorsHeader(await safetensors(header, data));
  assert.deepEqual([...tensors.keys()], ['single', 'half', 'brain']);
  const floatsOf = async (name: string) => Array.from(await readFloats(tensors.get(name) as never));
  assert.deepEqual(await floatsOf('single'), [1.5, -2]);
  assert.deepEqual(await floatsOf('half'), [1, -2]);
  assert.deepEqual(await floatsOf('brain'), [3]);
});

test('float16 by hand: IEEE 754-2008, table 3.5', () => {
  const rows: [number, number][] = [
    [0x0000, 0],
    [0x3c00, 1],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ];
  for (const [half, value] of rows) assert.equal(widenFloat16(Uint16Array.of(half))[0], value, half.toString(16));
  assert.ok(Number.isNaN(widenFloat16(Uint16Array.of(0x7e00))[0]));
});

const OK = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
const LIES: [name: string, header: unknown, expected: object][] = [
  [
    'a tensor that ends behind the file',
    { t: { ...OK, shape: [3], data_offsets: [0, 12] } },
    { code: 'safetensors-truncated', tensor: 't' },
  ],
  ['a shape that needs more than it gets', { t: { ...OK, shape: [4] } }, { code: 'tensor-invalid', tensor: 't' }],
  ['a shape whose product overflows', { t: { ...OK, shape: [2 ** 31, 2 ** 31] } }, { code: 'tensor-invalid' }],
  ['offsets the wrong way round', { t: { ...OK, data_offsets: [8, 0] } }, { code: 'tensor-invalid' }],
  ['a negative offset', { t: { ...OK, data_offsets: [-8, 0] } }, { code: 'tensor-invalid' }],
  ['a number type that is a number', { t: { ...OK, dtype: 33 } }, { code: 'tensor-invalid' }],
  ['a number type that is a story', { t: { ...OK, dtype: 'F32 '.repeat(20) } }, { code: 'tensor-invalid' }],
  [
    'a type nobody knows that ends behind the file',
    { t: { ...OK, dtype: 'F33', data_offsets: [0, 12] } },
    { code: 'safetensors-truncated', tensor: 't' },
  ],
  [
    'types nobody knows in one place',
    { a: { ...OK, dtype: 'F33' }, b: OK },
    { code: 'tensor-invalid', problem: 'overlaps "a"' },
  ],
  ['a tensor that is null', { t: null }, { code: 'tensor-invalid' }],
  ['two tensors in one place', { a: OK, b: OK }, { code: 'tensor-invalid', problem: 'overlaps "a"' }],
  ['a header that is a list', [], { code: 'json-invalid', problem: 'not an object' }],
];
for (const [name, header, expected] of LIES) {
  test(`refuses ${name}`, async () => {
    const file = await safetensors(header, new Uint8Array(8));
    await assert.rejects(readSafetensorsHeader(file), (failure: object) => {
      assert.partialDeepStrictEqual(failure, expected);
      return true;
    });
  });
}

const BROKEN: [name: string, bytes: Uint8Array, code: string][] = [
  ['an empty file', new Uint8Array(0), 'safetensors-header'],
  ['seven bytes', new Uint8Array(7), 'safetensors-header'],
  ['a header longer than the file', Uint8Array.of(100, 0, 0, 0, 0, 0, 0, 0, 123), 'safetensors-header'],
  ['a header of 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128), 'safetensors-header'],
  ['a header that is no JSON', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 123), 'json-invalid'],
  ['an HTML page', new TextEncoder().encode('<!doctype html><title>404</title>'), 'safetensors-header'],
];
for (const [name, bytes, code] of BROKEN) {
  test(`refuses ${name}`, async () => {
    const file = join(folder, 'broken.safetensors');
    await writeFile(file, bytes);
    await assert.rejects(readSafetensorsHeader(file), { code });
  });
}

test('says which file is missing', async () => {
  const file = join(folder, 'nowhere.safetensors');
  await assert.rejects(readSafetensorsHeader(file), { code: 'file-missing', file });
  await assert.rejects(readSafetensorsHeader(folder), { code: 'file-unreadable' });
});

async function safetensors(header: unknown, data: Uint8Array): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(json.length)]).buffer);
  const file = join(folder, 'model.safetensors');
  await writeFile(file, Buffer.concat([length, json, data]));
  return file;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}
