// How long a user waits for an explanation with the embedded model: cold, where the engine's process is not running
// yet, and warm, where it has the model. The engine is the packaged one.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createEngineClient } from '../../src/engine/client.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { median } from './median.ts';

const ROOT = join(import.meta.dirname, '../..');
const MODEL = join(ROOT, 'media/model');
const TEXT = 'Once upon a time there was a little girl who lived in a small house near the forest. '.repeat(5);
const TOKENS = 50;
const COLD_RUNS = 7;
const WARM_RUNS = 25;

export interface ExplanationTimes {
  readonly tokens: number;
  /** The time from starting the process to its answer. */
  readonly coldMs: number;
  readonly warmMs: number;
}

export async function explanationBench(): Promise<ExplanationTimes> {
  const text = await textOfTokens();
  const cold: number[] = [];
  for (let i = 0; i < COLD_RUNS; i++) {
    const engine = newEngine();
    cold.push(await timeToExplain(engine, text));
    engine.dispose();
  }
  const engine = newEngine();
  await timeToExplain(engine, text);
  const warm: number[] = [];
  for (let i = 0; i < WARM_RUNS; i++) warm.push(await timeToExplain(engine, text));
  engine.dispose();
  return { tokens: TOKENS, coldMs: median(cold), warmMs: median(warm) };
}

function newEngine() {
  return createEngineClient({ spawn: () => spawnEngine(join(ROOT, 'dist/engine.js'), () => {}), log: () => {} });
}

async function timeToExplain(engine: ReturnType<typeof newEngine>, text: string): Promise<number> {
  const run = randomUUID();
  const start = performance.now();
  await engine.explain({ run, modelFolder: MODEL, text });
  const ms = performance.now() - start;
  await engine.release(run);
  return ms;
}

/** The beginning of the text that has TOKENS tokens. */
async function textOfTokens(): Promise<string> {
  const engine = newEngine();
  const { tokens } = await engine.explain({ run: randomUUID(), modelFolder: MODEL, text: TEXT });
  engine.dispose();
  return TEXT.slice(0, tokens[TOKENS].span.start);
}
