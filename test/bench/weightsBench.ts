// What 500 MB of weights cost, in float32 and in half precision, in the packaged engine: from the folder to the first
// explanation, a token after that, and memory. The files are random, made here and removed again; the tokenizer is
// GPT-2's own. What was just written is in the system's page cache: reading from a cold disk comes on top.
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import type { EngineOptions } from '../../src/engine/engineOptions.ts';
import type { SamplingOptions } from '../../src/engine/protocol.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { median } from './median.ts';
import { GPT2_SMALL, type Gpt2Size, type RandomDtype, randomCheckpoint } from './randomCheckpoint.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENGINE = join(ROOT, 'dist/engine.js');
const EMBEDDED = join(ROOT, 'media/model');
const TOKENIZER = join(ROOT, 'test/golden/fixtures/tokenizers/gpt2/tokenizer.json');
/** 508 MB in float16; GPT-2 small has 498 MB in float32. */
const HALF_SIZE: Gpt2Size = { ...GPT2_SMALL, n_layer: 16, n_embd: 1024, n_head: 16 };
const FIRST_TOKENS = 50;
const LONG_TOKENS = 512;
const RUNS = 5;
const STEPS = 15;
const SAMPLE_MS = 2;
const GREEDY: SamplingOptions = { temperature: 0, topK: 0, topP: 1, minP: 0, seed: 0 };

const CASES: readonly { readonly dtype: RandomDtype; readonly size: Gpt2Size; readonly options: EngineOptions }[] = [
  { dtype: 'F32', size: GPT2_SMALL, options: {} },
  { dtype: 'F16', size: HALF_SIZE, options: {} },
  { dtype: 'F16', size: HALF_SIZE, options: { precision: 'float32' } },
  { dtype: 'F16', size: HALF_SIZE, options: { precision: 'int8' } },
  { dtype: 'F16', size: HALF_SIZE, options: { precision: 'int4' } },
];

export interface WeightsCost {
  readonly 'weights, MB': number;
  /** Of 50 tokens, from a process that does not exist yet. */
  readonly 'first explanation, cold process, ms': number;
  /** Generating, the prompt in the cache. */
  readonly 'a token, ms': number;
  /** Linux only, as all that follows: the most that was resident, pages of the weights' file included (VmHWM). */
  readonly 'resident at most, MB': number | undefined;
  /**
   * The most memory of its own, loading included, until 512 tokens are explained, less what the process had when it had
   * explained the same text with the embedded model, which is released then: RssAnon, looked at every few milliseconds.
   * Pages of the file are not its own.
   */
  readonly 'of its own at most, MB': number | undefined;
  /**
   * That, less the weights themselves where they are copied, of the file's size. Where they are used in the file (half)
   * nothing is taken off; undefined where others are made of them.
   */
  readonly 'over the weights, %': number | undefined;
  /** Of it the KV cache and the residual stream, as sizes say: 4 bytes a number. Of the file's size. */
  readonly 'cache and residual stream, %': number;
}

export async function weightsBench(): Promise<Readonly<Record<string, WeightsCost>>> {
  const root = await mkdtemp(join(tmpdir(), 'weights-bench-'));
  const costs: Record<string, WeightsCost> = {};
  try {
    for (const one of CASES) {
      const { dtype, size, options } = one;
      const folder = await randomCheckpoint(join(root, dtype), size, dtype);
      await copyFile(TOKENIZER, join(folder, 'tokenizer.json'));
      costs[`${dtype}, ${options.precision ?? 'auto'}`] = await costOf(folder, one);
    }
  } finally {
    await rm(root, { recursive: true });
  }
  return costs;
}

async function costOf(folder: string, { dtype, size, options }: (typeof CASES)[number]): Promise<WeightsCost> {
  const text = await readFile(join(ROOT, 'test/golden/fixtures/tokenizers/prose.txt'), 'utf8');
  const first = await textOf(folder, text, FIRST_TOKENS);
  const long = await textOf(folder, text, LONG_TOKENS);
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await withEngine(async (engine) => {
      await engine.explain({ run: randomUUID(), modelFolder: folder, options, text: first });
      times.push(performance.now() - start);
    });
  }
  const weights = (await stat(join(folder, 'model.safetensors'))).size / 1e6;
  const { most, own, kept, tokenMs } = await memoryOf(folder, options, long);
  const copied = dtype === 'F32' && kept === 'float32' ? weights : kept === 'half' ? 0 : undefined;
  const read = ((3 * size.n_layer + 1) * size.n_embd * LONG_TOKENS * 4) / 1e6;
  return {
    'weights, MB': weights,
    'first explanation, cold process, ms': median(times),
    'a token, ms': tokenMs,
    'resident at most, MB': most,
    'of its own at most, MB': own,
    'over the weights, %': own && copied !== undefined ? (100 * (own - copied)) / weights : undefined,
    'cache and residual stream, %': (100 * read) / weights,
  };
}

async function memoryOf(folder: string, options: EngineOptions, text: string) {
  return await withEngine(async (engine) => {
    await engine.explain({ run: randomUUID(), modelFolder: EMBEDDED, text });
    const pid = engine.processId ?? 0;
    const before = await memory(pid, 'RssAnon');
    let highest = before ?? 0;
    let looking = true;
    const look = (async () => {
      while (looking) {
        highest = Math.max(highest, (await memory(pid, 'RssAnon')) ?? 0);
        await new Promise((done) => setTimeout(done, SAMPLE_MS));
      }
    })();
    const run = randomUUID();
    const { model } = await engine.explain({ run, modelFolder: folder, options, text });
    looking = false;
    await look;
    const most = await memory(pid, 'VmHWM');
    const times: number[] = [];
    for (let i = 0; i < STEPS; i++) times.push((await engine.generate(run, GREEDY, 1)).ms);
    const own = before && highest - before;
    return { most, own, kept: model.precision?.kept, tokenMs: median(times) };
  });
}

/** Of a process, in MB; undefined where the system does not say. */
async function memory(pid: number, name: 'VmHWM' | 'RssAnon'): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}

/** Its first so many tokens. */
async function textOf(folder: string, text: string, count: number): Promise<string> {
  return await withEngine(async (engine) => {
    const tokens = await engine.tokenize(text, { kind: 'folder', folder });
    if (tokens.length <= count) throw new Error(`the text has ${tokens.length} tokens, not ${count}`);
    return text.slice(0, tokens[count].span.start);
  });
}

async function withEngine<Answer>(work: (engine: EngineClient) => Promise<Answer>): Promise<Answer> {
  const engine = createEngineClient({ spawn: () => spawnEngine(ENGINE, () => {}), log: () => {} });
  try {
    return await work(engine);
  } finally {
    engine.dispose();
  }
}
