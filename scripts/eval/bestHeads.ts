// The head that does each of three things best, by its mean score over several sequences of random tokens that are
// repeated once. src/explain/headScores.ts defines the scores.
import type { HeadScoreTable } from '../../src/contract/readings.ts';
import { headScoreTable } from '../../src/explain/headScoreTable.ts';
import type { EvaluatedModel } from './evaluatedModel.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

export const BEHAVIOURS = ['previousToken', 'firstToken', 'induction'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export interface BestHead {
  readonly layer: number;
  readonly head: number;
  readonly score: number;
}

export async function bestHeads(model: EvaluatedModel): Promise<Record<Behaviour, BestHead>> {
  const { transformer, tokenizer } = model;
  const tables: HeadScoreTable[] = [];
  for (const seed of SEEDS) tables.push(await headScoreTable(transformer, tokenizer.size, seed));
  const best = (name: Behaviour) => bestOf(meanOf(tables.map((table) => table[name])), transformer.shape.heads);
  return { previousToken: best('previousToken'), firstToken: best('firstToken'), induction: best('induction') };
}

function meanOf(tables: readonly Float32Array[]): number[] {
  return Array.from(tables[0], (_, i) => tables.reduce((sum, table) => sum + table[i], 0) / tables.length);
}

function bestOf(scores: readonly number[], heads: number): BestHead {
  const score = Math.max(...scores);
  const at = scores.indexOf(score);
  return { layer: Math.floor(at / heads), head: at % heads, score };
}
