// What every head of a model does on one sequence of random tokens written twice: one forward pass whose attention is
// scored layer by layer, so that no more than one layer's weights are in memory. The file knows no run.
import type { HeadScoreTable } from '../contract/readings.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { headScores, repeatedRandomTokens } from './headScores.ts';

/** Tokens of one copy, as the papers use; half the context where that is less. */
const HALF = 25;

/** Scores of all heads, [layer * heads + head] each. Ids are drawn below `vocabulary`; another seed draws others. */
export async function headScoreTable(
  transformer: Transformer,
  vocabulary: number,
  seed?: number,
): Promise<HeadScoreTable> {
  const { layers, heads, context } = transformer.shape;
  const twice = repeatedRandomTokens(Math.min(HALF, Math.floor(context / 2)), vocabulary, seed);
  const names = ['previousToken', 'firstToken', 'sameToken', 'induction'] as const;
  const empty = () => new Float32Array(layers * heads);
  const table = { previousToken: empty(), firstToken: empty(), sameToken: empty(), induction: empty() };
  const onAttention = (layer: number, weights: Float32Array) => {
    for (let head = 0; head < headsOf(transformer.shape, layer).heads; head++) {
      const size = twice.length * twice.length;
      const scores = headScores(weights.subarray(head * size, (head + 1) * size), twice.length / 2);
      for (const name of names) table[name][layer * heads + head] = scores[name];
    }
  };
  await transformer.forward(transformer.newSequence(), twice, { onAttention });
  return { layers, heads, ...table };
}
