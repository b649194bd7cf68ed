// Weights in several files, and indices of them that are refused.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { floatTensor, openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  await writeFile(join(folder, 'config.json'), '{}');
  await writeFile(join(folder, 'one.safetensors'), safetensors(['a', 'b']));
  await writeFile(join(folder, 'two.safetensors'), safetensors(['b', 'c']));
});
after(() => rm(folder, { recursive: true }));

test('refuses an index that names two files for one tensor', async () => {
  const twice = '{"weight_map":{"a":"one.safetensors","a":"two.safetensors"}}';
  await writeFile(join(folder, 'model.safetensors.index.json'), twice);
  await assert.rejects(openCheckpoint(folder), { code: 'json-invalid', problem: '"a" is there twice' });
});

test('takes each tensor from the file the index names', async () => {
  await index({ a: 'one.safetensors', b: 'two.safetensors' });
  const { tensors, weightBytes } = await openCheckpoint(folder);
  assert.deepEqual(
    [...tensors.values()].map(({ name, file }) => [name, file]),
    [
      ['a', join(folder, 'one.safetensors')],
      ['b', join(folder, 'two.safetensors')],
      ['c', join(folder, 'two.safetensors')],
    ],
  );
  assert.equal(weightBytes, 12);
});

const WRONG: readonly [name: string, weightMap: object][] = [
  ['lists a tensor that no file has', { a: 'one.safetensors', c: 'two.safetensors', d: 'two.safetensors' }],
  ['forgets tensors', { c: 'two.safetensors', a: 'one.safetensors' }],
  ['has one in the wrong file', { a: 'two.safetensors', b: 'one.safetensors', c: 'one.safetensors' }],
];
for (const [name, weightMap] of WRONG) {
  test(`takes what the files hold where the index ${name}`, async () => {
    await index(weightMap);
    const checkpoint = await openCheckpoint(folder);
    assert.deepEqual([...checkpoint.tensors.keys()].toSorted(), ['a', 'b', 'c']);
    const missing = { code: 'tensor-missing', file: join(folder, 'model.safetensors.index.json'), tensor: 'd' };
    assert.throws(() => floatTensor(checkpoint, 'd', [1]), missing);
  });
}

const REFUSED: [name: string, weightMap: unknown, failure: object][] = [
  ['a file above the folder', { a: '../one.safetensors' }, { code: 'json-invalid' }],
  ['a file below the folder', { a: 'weights/one.safetensors' }, { code: 'json-invalid' }],
  ['an absolute path', { a: '/etc/one.safetensors' }, { code: 'json-invalid' }],
  ['a path of Windows', { a: '..\\one.safetensors' }, { code: 'json-invalid' }],
  ['a drive of Windows', { a: 'C:one.safetensors' }, { code: 'json-invalid' }],
  ['another kind of file', { a: 'pytorch_model.bin' }, { code: 'json-invalid' }],
  ['a number', { a: 1 }, { code: 'json-invalid' }],
  ['no map', undefined, { code: 'json-invalid' }],
  ['a list', ['one.safetensors'], { code: 'json-invalid' }],
  ['a file that is not there', { a: 'three.safetensors' }, { code: 'file-missing' }],
];
for (const [name, weightMap, failure] of REFUSED) {
  test(`refuses an index with ${name}`, async () => {
    await index(weightMap);
    await assert.rejects(openCheckpoint(folder), (thrown: object) => {
      assert.partialDeepStrictEqual(thrown, failure);
      return true;
    });
  });
}

async function index(weightMap: unknown): Promise<void> {
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map: weightMap }));
}

/** A file in which each tensor is one float32. */
function safetensors(names: readonly string[]): Uint8Array {
  const entries = names.map((name, i) => [name, { dtype: 'F32', shape: [1], data_offsets: [4 * i, 4 * i + 4] }]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  return Buffer.concat(
    [new BigUint64Array([BigInt(header.length)]), header, new Uint8Array(4 * names.length)].map(bytes),
  );
}

function bytes(view: Uint8Array | BigUint64Array): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
