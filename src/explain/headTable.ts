// What every head of a model does on one sequence of random tokens written twice. Knows no run.
import type { HeadScoreTable } from '../engine/readings.ts';
import type { Transformer } from '../model/transformer.ts';
import { headScores } from './headScores.ts';

/** `twice` = twiceRandom(…) */
export async function headTable(transformer: Transformer, twice: readonly number[]): Promise<HeadScoreTable> {
  const { layers, heads } = transformer.shape;
  const names = ['previousToken', 'firstToken', 'sameToken', 'induction'] as const;
  const empty = () => new Float32Array(layers * heads);
  const table = { previousToken: empty(), firstToken: empty(), sameToken: empty(), induction: empty() };
  const onAttention = (layer: number, weights: Float32Array) => {
    for (let head = 0; head < heads; head++) {
      const size = twice.length * twice.length;
      const scores = headScores(weights.subarray(head * size, (head + 1) * size), twice.length / 2);
      for (const name of names) table[name][layer * heads + head] = scores[name];
    }
  };
  await transformer.forward(transformer.newSequence(), twice, { onAttention });
  return { layers, heads, ...table };
}
