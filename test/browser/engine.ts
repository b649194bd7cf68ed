// An engine of the tests' own, asked the same as the panel's: what it answers is what the panel must show.
import { join } from 'node:path';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { ROOT } from './session.ts';

export const MODEL = join(ROOT, 'media/model');
/** What the panel begins with. */
export const SAMPLING = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, repetitionPenalty: 1, seed: 1 };

export function startEngine(): EngineClient {
  return createEngineClient({ spawn: () => spawnEngine(join(ROOT, 'dist/engine.js'), () => {}), log: () => {} });
}
