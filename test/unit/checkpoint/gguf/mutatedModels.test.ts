// GGUF models with something wrong in their headers, from seeds: each loads and runs, or fails with a Failure.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFailure } from '../../../../src/contract/failure.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { loadEndIds } from '../../../../src/tokenizer/endIds.ts';
import { loadTokenizer } from '../../../../src/tokenizer/tokenizer.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { FIXTURES } from '../remadeFolder.ts';

const COUNT = 400;
/** The pairs of the architecture and the table of tensors; the lists of the tokenizer lie between them. */
const PLACES: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>> = {
  'gguf-llama-q4_0/model.gguf': [
    [8, 900],
    [9_000, 10_560],
  ],
  'gguf-qwen2-q4_k/model.gguf': [
    [8, 900],
    [6_000, 7_800],
  ],
  'ggml/convertedEncoders/bert.gguf': [
    [8, 714],
    [5_480, 8_900],
  ],
  'ggml/convertedEncoders/modernbert.gguf': [
    [8, 1_180],
    [5_950, 7_900],
  ],
};

for (const [name, places] of Object.entries(PLACES)) {
  test(`${COUNT} mutated copies of ${name} load and run, or fail in words`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gguf-'));
    const file = join(folder, 'model.gguf');
    const whole = readFileSync(join(FIXTURES, name));
    let random = 7;
    const next = (below: number) => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      return random % below;
    };
    let loaded = 0;
    try {
      for (let seed = 0; seed < COUNT; seed++) {
        const changed = Buffer.from(whole);
        const [from, to] = places[next(places.length)];
        const at = from + next(to - from);
        if (next(2)) changed[at] ^= 1 << next(8);
        else changed.writeUInt32LE(next(2) ? 2 ** next(32) : next(300), at);
        await writeFile(file, changed);
        try {
          await loadEndIds(file);
          await loadTokenizer(file);
          const model = await Transformer.load(file, { runtime: localCpu, precision: 'auto' });
          await model.forward(model.newSequence(), [1, 2]);
          await model.release();
          loaded++;
        } catch (failure) {
          if (!isFailure(failure)) throw new Error(`seed ${seed}`, { cause: failure });
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    assert.ok(loaded > COUNT / 20, 'hardly any of them still loads: nothing is tried behind the checks');
  });
}
