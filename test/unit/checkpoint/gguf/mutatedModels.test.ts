// GGUF models with something wrong in their headers, from seeds: each loads and runs, or fails with a Failure.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readGgufHeader } from '../../../../src/checkpoint/gguf/ggufHeader.ts';
import { isFailure } from '../../../../src/contract/failure.ts';
import type { Runtime } from '../../../../src/runtime/runtime.ts';
import { loadEndIds } from '../../../../src/tokenizer/endIds.ts';
import { loadTokenizer } from '../../../../src/tokenizer/tokenizer.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { overwrite } from '../../overwrite.ts';
import { KnownGraphs } from '../mutations/knownGraphs.ts';
import { FIXTURES } from '../remadeFolder.ts';

/** These have no whole tokenizers. */
const CONVERTED = 'ggml/converted/';
/** How many copies of each. */
const COUNTS: Readonly<Record<string, number>> = {
  'gguf-llama-q4_0/model': 400,
  'gguf-qwen2-q4_k/model': 400,
  'ggml/convertedEncoders/bert': 100,
  'ggml/convertedEncoders/modernbert': 100,
  // Layers that differ, numbers in the metadata, tensors of several parts or in another order.
  ...Object.fromEntries(
    ['apertus', 'falcon_h1', 'gemma3n_text-four', 'gemma4_text', 'glm-as-wide', 'qwen3_5_text-even'].map((name) => [
      `${CONVERTED}${name}`,
      100,
    ]),
  ),
};

/** The pairs of the architecture and the table of tensors; the lists of the tokenizer lie between them. */
async function placesIn(file: string, whole: Buffer): Promise<readonly (readonly [from: number, to: number])[]> {
  const tensors = [...(await readGgufHeader(file)).tensors.values()];
  const end = Math.min(...tensors.map(({ offset }) => offset)) - 4;
  return [
    [8, whole.indexOf('tokenizer.ggml.model')],
    [whole.lastIndexOf(tensors[0].name, end) - 8, end],
  ];
}

for (const [name, count] of Object.entries(COUNTS)) {
  test(`${count} mutated copies of ${name} load and run, or fail in words`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gguf-'));
    const file = join(folder, 'model.gguf');
    const original = join(FIXTURES, `${name}.gguf`);
    const whole = readFileSync(original);
    const places = await placesIn(original, whole);
    let random = 7;
    const next = (below: number) => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      return (random >>> 8) % below; // the lowest bits take turns
    };
    let loaded = 0;
    const graphs = new KnownGraphs();
    try {
      overwrite(file, whole);
      await run(file, graphs.learning);
      for (let seed = 0; seed < count; seed++) {
        const changed = Buffer.from(whole);
        const [from, to] = places[next(places.length)];
        const at = from + next(to - from);
        if (next(2)) changed[at] ^= 1 << next(8);
        else changed.writeUInt32LE(next(2) ? 2 ** next(32) : next(300), at);
        overwrite(file, changed);
        try {
          if (!name.startsWith(CONVERTED)) {
            await loadEndIds(file);
            await loadTokenizer(file);
          }
          await run(file, graphs.reusing);
          loaded++;
        } catch (failure) {
          if (!isFailure(failure)) throw new Error(`seed ${seed}`, { cause: failure });
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    assert.ok(loaded > count / 20, 'hardly any of them still loads: nothing is tried behind the checks');
  });
}

async function run(file: string, runtime: Runtime): Promise<void> {
  const model = await Transformer.load(file, { runtime, precision: 'auto' });
  try {
    await model.forward(model.newSequence(), [1, 2]);
  } finally {
    await model.release();
  }
}
