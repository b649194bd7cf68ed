// Every way in which a GGUF file can be wrong, as a real file on disk.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ggufHeaderIn, readGgufHeader } from '../../../../src/checkpoint/gguf/ggufHeader.ts';
import { HeaderBytes } from '../../../../src/checkpoint/gguf/headerBytes.ts';
import { isFailure } from '../../../../src/contract/failure.ts';
import { overwrite } from '../../overwrite.ts';
import { floats, type GgufParts, ggufBytes } from './ggufBytes.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gguf-'));
});
after(() => rm(folder, { recursive: true }));

function fileOf(bytes: Uint8Array): string {
  const file = join(folder, 'model.gguf');
  overwrite(file, bytes);
  return file;
}

const WHOLE: GgufParts = {
  metadata: {
    'general.architecture': 'llama',
    'llama.block_count': 2,
    'llama.rope.freq_base': { float32: 10_000 },
    'llama.size': { uint64: 2n ** 60n },
    'tokenizer.ggml.add_bos_token': true,
    'tokenizer.ggml.tokens': { texts: ['<s>', '\ufeff詞', ''] },
    'tokenizer.ggml.token_type': { int32s: [3, 1, 1] },
    'tokenizer.ggml.scores': { float32s: [0, -1.5, 2] },
  },
  tensors: [
    floats('a', [2, 3], [1, 2, 3, 4, 5, 6]),
    { name: 'b', type: 8, shape: [2, 64], bytes: new Uint8Array(4 * 34) },
    floats('c', [], [7]),
  ],
};

for (const version of [2, 3]) {
  test(`reads version ${version}: values by type, shapes row-major, tensors in place`, async () => {
    const bytes = ggufBytes({ ...WHOLE, version });
    const { metadata, tensors } = await readGgufHeader(fileOf(bytes));
    assert.equal(metadata.text('general.architecture'), 'llama');
    assert.equal(metadata.number('llama.block_count'), 2);
    assert.equal(metadata.number('llama.rope.freq_base'), 10_000);
    assert.equal(metadata.value('llama.size'), 2n ** 60n);
    assert.equal(metadata.flag('tokenizer.ggml.add_bos_token'), true);
    assert.deepEqual(metadata.texts('tokenizer.ggml.tokens'), ['<s>', '\ufeff詞', '']);
    assert.deepEqual(metadata.numbers('tokenizer.ggml.token_type'), [3, 1, 1]);
    assert.deepEqual(metadata.numbers('tokenizer.ggml.scores'), [0, -1.5, 2]);
    assert.equal(metadata.text('absent'), undefined);
    const [a, b, c] = tensors.values();
    assert.deepEqual([a.dtype, a.shape, a.bytes], ['F32', [2, 3], 24]);
    assert.deepEqual([b.dtype, b.shape, b.bytes], ['Q8_0', [2, 64], 136]);
    assert.deepEqual([c.shape, bytes.readFloatLE(c.offset)], [[], 7]);
    assert.equal(bytes.readFloatLE(a.offset + 20), 6);
  });
}

test('reads a header that is longer than what is read at first', async () => {
  const tokens = Array.from({ length: 60_000 }, (_, i) => `a token with the number ${i}`);
  const { metadata } = await readGgufHeader(fileOf(ggufBytes({ metadata: { tokens: { texts: tokens } } })));
  assert.deepEqual(metadata.texts('tokens'), tokens);
});

test('names the key whose value is of another type', async () => {
  const { metadata } = await readGgufHeader(fileOf(ggufBytes(WHOLE)));
  assert.throws(() => metadata.number('general.architecture'), {
    code: 'gguf-header',
    problem: 'general.architecture is not a number',
  });
});

const bytes = ggufBytes(WHOLE);
const LIES: [name: string, bytes: Uint8Array, expected: object][] = [
  ['an empty file', new Uint8Array(0), { code: 'gguf-header' }],
  ['a file of another kind', Buffer.from('{"a": 1, "b": 2, "c": 3}'), { problem: 'it does not begin with "GGUF"' }],
  ['version 1', ggufBytes({ version: 1 }), { problem: 'its version is 1; Tokenscope reads versions 2 and 3' }],
  [
    'a big-endian file',
    ggufBytes({ version: 0x03000000 }),
    { problem: 'it is big-endian, which Tokenscope does not read' },
  ],
  ['more tensors than the file has room for', with64(bytes, 8, 2n ** 60n), { code: 'gguf-header' }],
  ['more keys than the file has room for', with64(bytes, 16, 2n ** 64n - 1n), { code: 'gguf-header' }],
  ['a key longer than the file', with64(bytes, 24, 2n ** 40n), { code: 'gguf-header' }],
  ['a header that is cut off', bytes.subarray(0, 100), { code: 'gguf-header' }],
  ['a tensor that is cut off', bytes.subarray(0, bytes.length - 64), { code: 'safetensors-truncated', tensor: 'b' }],
  [
    'a number type nobody knows',
    ggufBytes({ tensors: [{ ...floats('a', [1], [1]), type: 77 }] }),
    { code: 'tensor-invalid', tensor: 'a', problem: 'its number type is 77, which Tokenscope does not know' },
  ],
  [
    'rows that are not made of whole blocks',
    ggufBytes({ tensors: [{ name: 'a', type: 12, shape: [4, 64], bytes: new Uint8Array(144) }] }),
    { code: 'tensor-invalid', problem: 'rows of 64 are not made of blocks of 256, as Q4_K needs' },
  ],
  [
    'two tensors of one name',
    ggufBytes({ tensors: [floats('a', [1], [1]), floats('a', [1], [1])] }),
    { problem: 'two tensors have the same name' },
  ],
  [
    'an alignment of 3',
    ggufBytes({ metadata: { 'general.alignment': 3 } }),
    { problem: 'its alignment is 3, not a power of two' },
  ],
  [
    'an alignment that is not that of its tensors',
    ggufBytes({ ...WHOLE, metadata: { ...WHOLE.metadata, 'general.alignment': 8 } }),
    {
      code: 'tensor-invalid',
      tensor: 'b',
      problem: 'it begins at byte 32 of the numbers, where an alignment of 8 puts it at byte 24',
    },
  ],
  [
    'a tensor in the middle of another',
    withOffset(bytes, 'c', 0, 64),
    {
      code: 'tensor-invalid',
      tensor: 'c',
      problem: 'it begins at byte 64 of the numbers, where an alignment of 32 puts it at byte 192',
    },
  ],
];
for (const [name, wrong, expected] of LIES) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(readGgufHeader(fileOf(wrong)), (failure: object) => {
      assert.partialDeepStrictEqual(failure, expected);
      return true;
    });
  });
}

test('tensors may be listed in another order than they lie in', async () => {
  const swapped = withOffset(withOffset(bytes, 'b', 2, 0), 'a', 2, 160); // b takes 136 bytes, a 24, and c is behind both
  const { tensors } = await readGgufHeader(fileOf(swapped));
  const [a, b] = tensors.values();
  assert.equal(a.offset - b.offset, 160);
});

/** Whose table has that offset for the tensor, which has so many sizes. */
function withOffset(whole: Buffer, name: string, sizes: number, offset: number): Buffer {
  const entry = Buffer.concat([new Uint8Array(new BigUint64Array([BigInt(name.length)]).buffer), Buffer.from(name)]);
  return with64(whole, whole.lastIndexOf(entry) + entry.length + 4 + 8 * sizes + 4, BigInt(offset));
}

function with64(whole: Buffer, at: number, value: bigint): Buffer {
  const changed = Buffer.from(whole);
  changed.writeBigUInt64LE(value, at);
  return changed;
}

/** A file takes a hundred times as long as its header, and is read whole before a byte of it is looked at. */
const IN_A_FILE = 40;

test('10,000 mutated headers are read or refused in words, without memory that the file does not have', async () => {
  let random = 1;
  const next = (below: number) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random % below;
  };
  const header = bytes.length - 256;
  let readable = 0;
  for (let seed = 0; seed < 10_000; seed++) {
    const changed = Buffer.from(bytes.subarray(0, next(8) === 0 ? next(bytes.length) : bytes.length));
    for (let i = next(3); i >= 0; i--) {
      const at = next(Math.min(header, Math.max(1, changed.length - 8)));
      const kind = next(3);
      if (at + 8 > changed.length) continue;
      if (kind === 0) changed[at] ^= 1 << next(8);
      else if (kind === 1) changed.writeBigUInt64LE(2n ** BigInt(next(64)), at);
      else changed.writeUInt32LE(next(2 ** 32 - 1), at);
    }
    try {
      const { metadata, tensors } =
        seed % IN_A_FILE === 0
          ? await readGgufHeader(fileOf(changed))
          : ggufHeaderIn(new HeaderBytes(folder, changed.length, Uint8Array.from(changed)), folder);
      for (const { offset, bytes: length } of tensors.values()) assert.ok(offset + length <= changed.length);
      metadata.value('tokenizer.ggml.tokens');
      readable++;
    } catch (failure) {
      if (!isFailure(failure)) throw new Error(`seed ${seed}`, { cause: failure });
    }
  }
  assert.ok(readable > 500, 'hardly any of them is still read: nothing is tried behind the checks');
});
