// Checkpoint folders with something wrong, each a copy of a good one on disk, and the failure that the engine answers
// with.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Failure } from '../../../src/contract/failure.ts';
import { explained, startEngine, TINY } from './engineProcess.ts';

const engine = startEngine();
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));
});
after(async () => {
  engine.dispose();
  await rm(folder, { recursive: true });
});

interface BadFolder {
  readonly name: string;
  spoil(copy: string): Promise<void>;
  /** The file of the folder that the failure names, if it names one. */
  readonly file: string;
  readonly expected: Partial<Failure> & { readonly code: Failure['code'] };
}

const config = (values: object) => async (copy: string) => {
  const file = join(copy, 'config.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...values }));
};
const without = (file: string) => async (copy: string) => await rm(join(copy, file));
const write = (file: string, content: string) => async (copy: string) => await writeFile(join(copy, file), content);

const BAD_FOLDERS: readonly BadFolder[] = [
  ...['config.json', 'model.safetensors', 'tokenizer.json'].map((file) => ({
    name: `no ${file}`,
    spoil: without(file),
    file,
    expected: { code: 'file-missing' } as const,
  })),
  {
    name: 'config.json that is no JSON',
    spoil: write('config.json', '{ "n_layer": 3,'),
    file: 'config.json',
    expected: { code: 'json-invalid' },
  },
  {
    name: 'another architecture',
    spoil: config({ model_type: 't5' }),
    file: 'config.json',
    expected: { code: 'config-unsupported', key: 'model_type', value: '"t5"' },
  },
  {
    name: 'an activation nobody has',
    spoil: config({ activation_function: 'wiggle' }),
    file: 'config.json',
    expected: { code: 'config-unsupported', key: 'activation_function', value: '"wiggle"' },
  },
  {
    name: 'heads that do not divide the width',
    spoil: config({ n_head: 5 }),
    file: 'config.json',
    expected: { code: 'config-invalid', key: 'n_embd' },
  },
  {
    name: 'a layer count of minus one',
    spoil: config({ n_layer: -1 }),
    file: 'config.json',
    expected: { code: 'config-invalid', key: 'n_layer' },
  },
  {
    name: 'more layers than the weights have',
    spoil: config({ n_layer: 4 }),
    file: 'model.safetensors',
    expected: { code: 'tensor-missing', tensor: 'transformer.h.3.ln_1.weight' },
  },
  {
    name: 'a vocabulary larger than the table',
    spoil: config({ vocab_size: 321 }),
    file: 'model.safetensors',
    expected: {
      code: 'tensor-invalid',
      tensor: 'transformer.wte.weight',
      problem: 'config.json says [321,48], the file has [320,48]',
    },
  },
  {
    name: 'weights cut in the middle',
    spoil: (copy) => truncate(join(copy, 'model.safetensors'), 200_000),
    file: 'model.safetensors',
    expected: { code: 'safetensors-truncated' },
  },
  {
    name: 'weights of no bytes',
    spoil: (copy) => truncate(join(copy, 'model.safetensors'), 0),
    file: 'model.safetensors',
    expected: { code: 'safetensors-header' },
  },
  {
    name: 'a page in place of the weights',
    spoil: write('model.safetensors', '<!DOCTYPE html><title>404</title>'),
    file: 'model.safetensors',
    expected: { code: 'safetensors-header' },
  },
  {
    name: 'a tokenizer.json that is no tokenizer',
    spoil: write('tokenizer.json', '{}'),
    file: 'tokenizer.json',
    expected: { code: 'tokenizer-invalid' },
  },
];

for (const { name, spoil, file, expected } of BAD_FOLDERS) {
  test(name, async () => {
    const copy = join(folder, name.replaceAll(' ', '-'));
    await cp(TINY, copy, { recursive: true });
    await spoil(copy);
    await assert.rejects(explained(engine, 'some text', copy), (failure: Failure) => {
      const compared = Object.fromEntries(Object.keys(expected).map((key) => [key, failure[key as keyof Failure]]));
      assert.deepEqual(compared, expected, JSON.stringify(failure));
      if ('file' in failure) assert.equal(failure.file, join(copy, file));
      return true;
    });
  });
}

test('a folder that is put right works without a restart', async () => {
  const copy = join(folder, 'put-right');
  await cp(TINY, copy, { recursive: true });
  await without('config.json')(copy);
  await assert.rejects(explained(engine, 'x', copy), { code: 'file-missing' });
  await cp(join(TINY, 'config.json'), join(copy, 'config.json'));
  assert.equal((await explained(engine, 'x', copy)).textLength, 1);
});
