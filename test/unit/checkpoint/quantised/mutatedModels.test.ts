// Quantised checkpoints with something wrong in config.json or the header of the weights, from seeds: each loads and runs, or
// fails with a Failure.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFailure } from '../../../../src/contract/failure.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { overwrite } from '../../overwrite.ts';
import { type Files, mutate } from '../mutations/mutate.ts';
import { FIXTURES } from '../remadeFolder.ts';

const COUNT = 100;
const FOLDER = join(FIXTURES, 'quantised');
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && !entry.name.startsWith('_'),
);
const FILES = ['config.json', 'model.safetensors'];

for (const [i, { name }] of NAMES.entries()) {
  test(`${COUNT} mutated copies of ${name} load and run, or fail in words`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quantised-'));
    const original: Files = new Map(FILES.map((file) => [file, readFileSync(join(FOLDER, name, file))]));
    let loaded = 0;
    try {
      for (let seed = i * COUNT; seed < (i + 1) * COUNT; seed++) {
        const { files, story } = mutate(original, seed);
        for (const [file, bytes] of files) overwrite(join(folder, file), bytes);
        try {
          const model = await Transformer.load(folder, { runtime: localCpu, precision: 'auto' });
          await model.forward(model.newSequence(), [1, 2]).finally(() => model.release());
          loaded++;
        } catch (failure) {
          if (!isFailure(failure)) throw new Error(`seed ${seed}: ${story}`, { cause: failure });
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    assert.ok(loaded > COUNT / 20, `only ${loaded} of them still load: nothing is tried behind the checks`);
  });
}
