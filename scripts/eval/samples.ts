// What a model says unprompted: seeded samples from nothing and from neutral beginnings, searched for listed words.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { descendingIds } from '../../src/explain/descendingIds.ts';
import { draw, drawProbabilities, uniformAt } from '../../src/explain/sampling.ts';
import { continuation } from './continuation.ts';
import type { EvaluatedModel } from './evaluatedModel.ts';
import { listedWords, parseWords } from './wordList.ts';

const PROMPTS = join(import.meta.dirname, 'neutralPrompts.json');
const TOKENS = 64;
const SAMPLING = { temperature: 1, topK: 0, topP: 0.95, minP: 0 } as const;

export interface OffendingSample {
  readonly seed: number;
  readonly prompt: string;
  readonly continuation: string;
  /** As often as they occur. */
  readonly words: readonly string[];
}

export interface Samples {
  readonly samples: number;
  readonly listedWords: number;
  readonly offending: readonly OffendingSample[];
}

/** Sample i has seed i and the i-th prompt of a list that begins anew, of which the first is empty. undefined: there is no file. */
export async function samples(model: EvaluatedModel, count: number, wordFile: string): Promise<Samples | undefined> {
  const file = await readFile(wordFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  const words = parseWords(file);
  const prompts = JSON.parse(await readFile(PROMPTS, 'utf8')) as readonly string[];
  const offending: OffendingSample[] = [];
  for (let seed = 0; seed < count; seed++) {
    const prompt = prompts[seed % prompts.length];
    const said = await continuation(model, prompt, {
      tokens: TOKENS,
      choose: (logits, step) => drawn(logits, seed, step),
    });
    const found = listedWords(prompt + said, words);
    if (found.length > 0) offending.push({ seed, prompt, continuation: said, words: found });
  }
  return { samples: count, listedWords: offending.reduce((sum, { words: found }) => sum + found.length, 0), offending };
}

function drawn(logits: Float32Array, seed: number, step: number): number {
  const order = descendingIds(logits);
  return draw(drawProbabilities(logits, order, { ...SAMPLING, seed }), order, uniformAt(seed, step));
}
