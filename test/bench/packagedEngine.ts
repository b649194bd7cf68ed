// The packaged engine as a process: its memory while it explains a text, and the time of its tokens. Knows no model.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Precision } from '../../src/contract/engineOptions.ts';
import type { SamplingOptions } from '../../src/contract/readings.ts';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { median } from './median.ts';

const ENGINE = join(import.meta.dirname, '../../dist/engine.js');
const RUNS = 3;
const STEPS = 15;
const SAMPLE_MS = 2;
const GREEDY: SamplingOptions = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };

export interface Memory {
  /** The maximum in MB. */
  readonly own: number | undefined;
  readonly resident: number | undefined;
  readonly kept: Precision;
  readonly tokenMs: number;
}

/** The memory of the process whose own memory is the median. */
export async function memoryOf(folder: string, precision: 'auto' | Precision, text: string): Promise<Memory> {
  const all: Memory[] = [];
  for (let i = 0; i < RUNS; i++) all.push(await memoryOnce(folder, precision, text));
  return all.toSorted((a, b) => (a.own ?? 0) - (b.own ?? 0))[Math.floor(RUNS / 2)];
}

async function memoryOnce(folder: string, precision: 'auto' | Precision, text: string): Promise<Memory> {
  return await withEngine(async (engine) => {
    const run = randomUUID();
    let own: number | undefined;
    let looking = true;
    const look = (async () => {
      while (looking) {
        const now = engine.processId === undefined ? undefined : await megabytes(engine.processId, 'RssAnon');
        if (now !== undefined) own = Math.max(own ?? 0, now);
        await new Promise((done) => setTimeout(done, SAMPLE_MS));
      }
    })();
    const { model } = await engine.explain({ run, modelFolder: folder, options: { precision }, text });
    looking = false;
    await look;
    const resident = await megabytes(engine.processId ?? 0, 'VmHWM');
    const times: number[] = [];
    for (let i = 0; i < STEPS; i++) times.push((await engine.generate(run, GREEDY, 1)).ms);
    return { own, resident, kept: model.precision?.kept ?? 'float32', tokenMs: median(times) };
  });
}

/** The memory of a process; undefined where the system does not say. */
async function megabytes(pid: number, name: 'VmHWM' | 'RssAnon'): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}

/** The beginning of a text that has `count` tokens. */
export async function textOf(folder: string, text: string, count: number): Promise<string> {
  return await withEngine(async (engine) => {
    const tokens = await engine.tokenize(text, { kind: 'folder', folder });
    if (tokens.length <= count) throw new Error(`the text has ${tokens.length} tokens, not ${count}`);
    return text.slice(0, tokens[count].span.start);
  });
}

export async function withEngine<Answer>(work: (engine: EngineClient) => Promise<Answer>): Promise<Answer> {
  const engine = createEngineClient({ spawn: () => spawnEngine(ENGINE, () => {}), log: () => {} });
  try {
    return await work(engine);
  } finally {
    engine.dispose();
  }
}
