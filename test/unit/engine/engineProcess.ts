// The engine as it really runs: a child process that is asked over its channel. It runs from source, as Node runs
// TypeScript.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { EngineApi, RunSummary } from '../../../src/contract/engineApi.ts';
import type { SamplingOptions } from '../../../src/contract/readings.ts';
import { createEngineClient, type EngineClient } from '../../../src/engine/client.ts';
import type { Patience } from '../../../src/engine/pulse.ts';
import { spawnEngine } from '../../../src/engine/spawn.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
export const EMBEDDED = resolve(ROOT, 'media/model');
/** It has 3 layers × 4 heads and a context of 64 tokens. */
export const TINY = resolve(ROOT, 'test/golden/fixtures/gpt2');
export const SAMPLING: SamplingOptions = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 7 };

/** `onSpawn` is given each of its processes. */
export function startEngine(onSpawn: (child: ChildProcess) => void = () => {}, patience?: Patience): EngineClient {
  const program = resolve(ROOT, 'src/engine/server.ts');
  const spawn = () => {
    const child = spawnEngine(program, () => {});
    onSpawn(child);
    return child;
  };
  return createEngineClient({ spawn, log: () => {}, ...(patience && { patience }) });
}

export async function explained(
  engine: Pick<EngineApi, 'explain'>,
  text: string,
  modelFolder = TINY,
): Promise<RunSummary> {
  return await engine.explain({ run: randomUUID(), modelFolder, text });
}
