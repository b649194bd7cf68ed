// Files with something wrong in them, from seeds: each is shown, measured and searched, or refused in words, and never throws
// anything else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { test } from 'node:test';
import { isFailure } from '../../../src/contract/failure.ts';
import { chatSample } from '../../../src/inspection/chatSample.ts';
import { inspectFile } from '../../../src/inspection/inspectFile.ts';
import { entriesOf, searchedVocabulary, statisticsOf, tokenizerOfFile } from '../../../src/inspection/inspection.ts';
import { folderWith } from '../context/reported.ts';
import { overwrite } from '../overwrite.ts';
import { type Random, randomOf } from '../random.ts';

const COUNT = 300;
const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
const OPTIONS = { signal: new AbortController().signal, onProgress: () => {} };

const SHARDS = [1, 2].map((part) => `model-0000${part}-of-00002.safetensors`);

/** The file, how much of it is header, and what stands beside it. */
const FILES: readonly (readonly [file: string, header: number, beside: readonly string[]])[] = [
  ['gguf-qwen2-q4_k/model.gguf', 7_800, []],
  ['qwen3_moe/model.safetensors', 9_000, ['config.json']],
  ['llama/tokenizer.json', 13_000, []],
  ['llama-sharded/model.safetensors.index.json', 2_400, ['config.json', ...SHARDS]],
];

for (const [path, header, beside] of FILES) {
  test(`${COUNT} mutated copies of ${path} are shown, or refused in words`, async () => {
    const whole = readFileSync(join(FIXTURES, path));
    const others = beside.map((name) => [name, readFileSync(join(FIXTURES, path, '..', name))] as const);
    const folder = folderWith({ [basename(path)]: whole, ...Object.fromEntries(others) });
    const file = join(folder, basename(path));
    let shown = 0;
    for (let seed = 0; seed < COUNT; seed++) {
      overwrite(file, mutated(whole, header, randomOf(seed)));
      try {
        await everythingOf(file);
        shown++;
      } catch (failure) {
        if (!isFailure(failure)) throw new Error(`seed ${seed}`, { cause: failure });
      }
    }
    assert.ok(shown > 0 && shown < COUNT, `${shown} were shown`);
  });
}

async function everythingOf(file: string): Promise<void> {
  const { tensors, hasTokenizer } = await inspectFile(file);
  if (tensors.length > 0) await statisticsOf(file, tensors[0].name, OPTIONS);
  if (!hasTokenizer) return;
  const { hasTemplate } = await tokenizerOfFile(file);
  const { ids } = await searchedVocabulary(file, { text: 'a', kind: 'all', order: 'longest' });
  await entriesOf(file, [...ids]);
  if (hasTemplate) await chatSample(file);
}

/** A bit, a number, or a piece of the header that is repeated or left out; or an end that comes early. */
function mutated(whole: Uint8Array, header: number, random: Random): Uint8Array {
  const bytes = Buffer.from(whole);
  const at = random.below(Math.min(header, bytes.length - 8));
  const kind = random.below(5);
  if (kind === 0) bytes[at] ^= 1 << random.below(8);
  else if (kind === 1) bytes.writeUInt32LE(random.below(2 ** 32), at);
  else if (kind === 2) bytes[at] = random.of([...Buffer.from('0123456789{}[]",:-ex')]);
  else if (kind === 3) return bytes.subarray(0, random.below(bytes.length));
  else return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.below(64))]);
  return bytes;
}
