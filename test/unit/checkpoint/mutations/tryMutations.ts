// node tryMutations.ts FIRST COUNT: reads COUNT mutated checkpoints from seed FIRST on and runs those that load. It is
// a process of its own, so that the test sees where it was when it died or hung. It prints one JSON object a line: each
// tenth seed before it is tried, whatever was thrown that is not a Failure, and at the end how many loaded and the memory
// used.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../../../../src/runtime/runtime.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { overwrite } from '../../overwrite.ts';
import { KnownGraphs } from './knownGraphs.ts';
import { mutate } from './mutate.ts';

const [first, count] = process.argv.slice(2).map(Number);
const FIXTURES = join(import.meta.dirname, '../../../golden/fixtures');
const originals = checkpoints();
/** Each line wakes the process that reads them, which took a tenth of the time with a line a seed. */
const AT_ONCE = 10;
const IDS = [1, 5, 2, 7, 0, 3];
const codes: Record<string, number> = {};
let loaded = 0;
const graphs = new KnownGraphs();
const folders = mkdtempSync(join(tmpdir(), 'mutations-'));
for (const [i, [, files]] of originals.entries()) {
  mkdirSync(join(folders, String(i)));
  write(join(folders, String(i)), [...files]);
  await run(join(folders, String(i)), graphs.learning);
}
for (let seed = first; seed < first + count; seed++) {
  const [name, original] = originals[seed % originals.length];
  const { files, story } = mutate(original, seed);
  if ((seed - first) % AT_ONCE === 0) tell({ seed, upTo: seed + AT_ONCE });
  const folder = join(folders, String(seed % originals.length));
  const changed = [...files].filter(([file, bytes]) => bytes !== original.get(file));
  write(folder, changed);
  try {
    const sameWeights = changed.every(([file]) => file === 'config.json');
    await run(folder, sameWeights ? graphs.reusing : graphs.comparing);
    loaded++;
  } catch (thrown) {
    const code = failureCode(thrown);
    if (code === undefined) tell({ seed, name, story, thrown: String(thrown) });
    else codes[code] = (codes[code] ?? 0) + 1;
  }
  const put = changed.flatMap(([file]) => [...original].filter(([name]) => name === file));
  write(folder, put);
}
rmSync(folders, { recursive: true });
tell({ loaded, codes, maxRssKiB: process.resourceUsage().maxRSS });

/** config.json and weights of small checkpoints of every architecture. */
function checkpoints(): [name: string, files: ReadonlyMap<string, Uint8Array>][] {
  const variants = readdirSync(join(FIXTURES, 'variants'), { withFileTypes: true });
  const names = variants.filter((entry) => entry.isDirectory()).map(({ name }) => join('variants', name));
  return ['qwen3', ...names].map((name) => {
    const files = readdirSync(join(FIXTURES, name)).filter(
      (file) => file === 'config.json' || file.startsWith('model'),
    );
    return [name, new Map(files.map((file) => [file, readFileSync(join(FIXTURES, name, file))]))];
  });
}

function write(folder: string, files: readonly (readonly [file: string, bytes: Uint8Array])[]): void {
  for (const [file, bytes] of files) overwrite(join(folder, file), bytes);
}

async function run(folder: string, runtime: Runtime): Promise<void> {
  const model = await Transformer.load(folder, { runtime });
  try {
    const sequence = model.newSequence();
    const ids = IDS.map((id) => id % model.shape.vocabSize).slice(0, model.shape.context);
    await model.forward(sequence, ids);
    if (!model.shape.headless) await model.logits(sequence, 0, ids.length); // it says no words
  } finally {
    await model.release();
  }
}

function failureCode(thrown: unknown): string | undefined {
  if (thrown instanceof Error || typeof thrown !== 'object' || thrown === null) return undefined;
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Prints synchronously, so that it is printed even if the process dies. */
function tell(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
