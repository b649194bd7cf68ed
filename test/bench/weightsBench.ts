// What 500 MB of weights cost in the packaged engine, in float32, in half precision and quantised: the time from the
// folder to the first explanation, the time of a token after that, and memory. The weights are random, written here and
// removed again; the tokenizer is GPT-2's own. The files are still in the system's page cache, so that reading from a
// cold disk would take longer.
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Precision } from '../../src/contract/engineOptions.ts';
import { median } from './median.ts';
import { GEMMA3_270M, GPT2_SMALL, type ModelShapes, SMALLEST, WIDE_GPT2 } from './modelShapes.ts';
import { type Memory, memoryOf, textOf, withEngine } from './packagedEngine.ts';
import { type RandomDtype, randomCheckpoint } from './randomCheckpoint.ts';

const ROOT = join(import.meta.dirname, '../..');
const TOKENIZER = join(ROOT, 'test/golden/fixtures/tokenizers/gpt2/tokenizer.json');
const FIRST_TOKENS = 50;
const LONG_TOKENS = 512;
const RUNS = 3;

interface Case {
  readonly name: string;
  readonly shapes: ModelShapes;
  readonly dtype: RandomDtype;
  readonly precision: 'auto' | Precision;
}

const gemma = { name: 'Gemma 3 270M', shapes: GEMMA3_270M, dtype: 'BF16' } as const;
const CASES: readonly Case[] = [
  { name: 'GPT-2 small', shapes: GPT2_SMALL, dtype: 'F32', precision: 'auto' },
  { ...gemma, precision: 'auto' },
  { ...gemma, precision: 'float32' },
  { ...gemma, precision: 'int8' },
  { ...gemma, precision: 'int4' },
  { name: 'GPT-2, 16 layers, width 1024', shapes: WIDE_GPT2, dtype: 'F16', precision: 'auto' },
];

export interface WeightsCost {
  readonly 'weights, MB': number;
  readonly kept: Precision;
  /** The time to explain 50 tokens, including the start of the process. */
  readonly 'first explanation, cold process, ms': number;
  /** The time to generate a token with the prompt in the cache. */
  readonly 'a token, ms': number;
  /** The most resident memory, including pages of the weights' file (VmHWM). This and what follows: Linux only. */
  readonly 'resident at most, MB': number | undefined;
  /**
   * The most memory of its own (RssAnon, read every few milliseconds; pages of the file are not its own) from the start
   * of a process until 512 tokens are explained, less what such a process takes for the same text with the same
   * tokenizer and almost no weights. The median of several processes.
   */
  readonly 'of its own at most, MB': number | undefined;
  /**
   * The same in percent of the file's size, after the weights themselves are subtracted where they are copied. Where
   * they are used in the file (half) nothing is subtracted; undefined where other weights are made of them.
   */
  readonly 'over the weights, %': number | undefined;
}

export async function weightsBench(): Promise<Readonly<Record<string, WeightsCost>>> {
  const root = await mkdtemp(join(tmpdir(), 'weights-bench-'));
  const costs: Record<string, WeightsCost> = {};
  try {
    const smallest = await checkpoint(root, { name: 'smallest', shapes: SMALLEST, dtype: 'F32', precision: 'auto' });
    const text = await readFile(join(ROOT, 'test/golden/fixtures/tokenizers/prose.txt'), 'utf8');
    const first = await textOf(smallest, text, FIRST_TOKENS);
    const long = await textOf(smallest, text, LONG_TOKENS);
    const without = await memoryOf(smallest, 'auto', long);
    for (const model of CASES) {
      const folder = await checkpoint(root, model);
      costs[`${model.name}, ${model.dtype}, ${model.precision}`] = await costOf(folder, model, {
        first,
        long,
        without,
      });
    }
  } finally {
    await rm(root, { recursive: true });
  }
  return costs;
}

async function checkpoint(root: string, { name, shapes, dtype }: Case): Promise<string> {
  const folder = await randomCheckpoint(join(root, `${name} ${dtype}`), shapes, dtype);
  await copyFile(TOKENIZER, join(folder, 'tokenizer.json'));
  return folder;
}

interface Texts {
  readonly first: string;
  readonly long: string;
  readonly without: Memory;
}

async function costOf(
  folder: string,
  { dtype, precision }: Case,
  { first, long, without }: Texts,
): Promise<WeightsCost> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await withEngine(async (engine) => {
      await engine.explain({ run: randomUUID(), modelFolder: folder, options: { precision }, text: first });
      times.push(performance.now() - start);
    });
  }
  const weights = (await stat(join(folder, 'model.safetensors'))).size / 1e6;
  const memory = await memoryOf(folder, precision, long);
  const { kept, tokenMs } = memory;
  const own = memory.own && without.own && memory.own - without.own;
  const copied = dtype === 'F32' && kept === 'float32' ? weights : kept === 'half' ? 0 : undefined;
  return {
    'weights, MB': weights,
    kept,
    'first explanation, cold process, ms': median(times),
    'a token, ms': tokenMs,
    'resident at most, MB': memory.resident,
    'of its own at most, MB': own,
    'over the weights, %': own && copied !== undefined ? (100 * (own - copied)) / weights : undefined,
  };
}
