// What a model writes unprompted: seeded samples from an empty prompt and from neutral ones, searched for listed words.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { descendingIds } from '../../src/explain/descendingIds.ts';
import { draw, drawProbabilities, uniformAt } from '../../src/explain/sampling.ts';
import { continuation } from './continuation.ts';
import type { EvaluatedModel } from './evaluatedModel.ts';
import { listedWords, parseWords } from './wordList.ts';

const PROMPTS = join(import.meta.dirname, 'neutralPrompts.json');
const TOKENS = 64;
const SAMPLING = { temperature: 1, topK: 0, topP: 0.95, minP: 0, repetitionPenalty: 1 } as const;

export interface OffendingSample {
  readonly seed: number;
  readonly prompt: string;
  readonly continuation: string;
  /** The listed words in it, each as often as it occurs. */
  readonly words: readonly string[];
}

export interface Samples {
  readonly samples: number;
  readonly listedWords: number;
  readonly offending: readonly OffendingSample[];
}

/**
 * Sample i has the seed i and the i-th prompt of a list, which is used again from its beginning and whose first prompt
 * is empty. Undefined where there is no word list.
 */
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
    const text = await continuation(model, prompt, {
      tokens: TOKENS,
      choose: (logits, step) => drawId(logits, seed, step),
    });
    const matches = listedWords(prompt + text, words);
    if (matches.length > 0) offending.push({ seed, prompt, continuation: text, words: matches });
  }
  const occurrences = offending.reduce((sum, sample) => sum + sample.words.length, 0);
  return { samples: count, listedWords: occurrences, offending };
}

function drawId(logits: Float32Array, seed: number, step: number): number {
  const order = descendingIds(logits);
  return draw(drawProbabilities(logits, order, { ...SAMPLING, seed }), order, uniformAt(seed, step));
}
