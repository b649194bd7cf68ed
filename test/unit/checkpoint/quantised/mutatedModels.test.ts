// Quantised checkpoints with something wrong in config.json or the header of the weights, from seeds: each loads and runs, or
// fails with a Failure.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFailure } from '../../../../src/contract/failure.ts';
import type { Runtime } from '../../../../src/runtime/runtime.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { overwrite } from '../../overwrite.ts';
import { KnownGraphs } from '../mutations/knownGraphs.ts';
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
    const graphs = new KnownGraphs();
    let loaded = 0;
    try {
      write(folder, original);
      await run(folder, graphs.learning);
      for (let seed = i * COUNT; seed < (i + 1) * COUNT; seed++) {
        const { files, story } = mutate(original, seed);
        write(folder, files);
        const hasSameWeights = files.get('model.safetensors') === original.get('model.safetensors');
        try {
          await run(folder, hasSameWeights ? graphs.reusing : graphs.comparing);
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

function write(folder: string, files: Files): void {
  for (const [file, bytes] of files) overwrite(join(folder, file), bytes);
}

async function run(folder: string, runtime: Runtime): Promise<void> {
  const model = await Transformer.load(folder, { runtime, precision: 'auto' });
  await model.forward(model.newSequence(), [1, 2]).finally(() => model.release());
}
