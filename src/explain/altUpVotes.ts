// Votes through several streams. All that a block does to them is linear once the weights with which it mixes them are held,
// as norms are held at their scales: they say how much of what is passed on, not what. With u_i the direction in which
// stream i is read behind the block, and x, p, r and c as in altUp.ts:
//   h_i' = p_i + c_i (x - p_a):   for x Σ_i c_i u_i; for p_i u_i, for p_a less that of x
//   x = (p_a + attention + LAuReL) / √2 + mlp
//   p_i = h_i + Σ_j r_ij h_j:     for h_j what p_j has, and Σ_i r_ij of what p_i has
// LAuReL reads p_a, too, and is a part that votes, as the MLP. The file knows one position.
import { backThroughLinear, backThroughNorm } from '../transformer/backwards.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { dot, plus } from '../transformer/vectors.ts';
import { headVotes, type LayerVotes, NO_VOTES, type Place } from './layerVotes.ts';

const OUTPUTS = [
  'attention',
  'head_gates',
  'attention_out',
  'laurel_out',
  'mlp_normed',
  'told_added',
  'predict_weights',
  'correct_weights',
] as const;

/** From a direction of what the last norm reads to one for each stream behind the last block. [d] → [streams] of [d] */
export async function intoStreams(
  model: Transformer,
  sequence: Sequence,
  position: number,
  u: Float64Array,
): Promise<readonly Float64Array[]> {
  const { layers } = model.shape;
  const others = sequence.otherStreams[layers].rows(position, position + 1).slice();
  const last = sequence.residual(layers, position, position + 1).slice();
  const { merge_scales: scales } = await model.merged(last, others);
  const mean = u.map((value) => value / (scales.length + 1));
  const mapped = model.readout.end.streamMaps.map(async (map, i) => {
    const { vector } = await backThroughLinear(mean, map);
    return vector.map((value) => value * scales[i]);
  });
  return [mean, ...(await Promise.all(mapped))];
}

/** Fails like recomputeBlock() and readFloats(). behind [streams] of [d] */
export async function backThroughAltUp(
  model: Transformer,
  sequence: Sequence,
  { layer, position }: Place,
  behind: readonly Float64Array[],
): Promise<{ readonly votes: LayerVotes; readonly normBias: number; readonly directions: readonly Float64Array[] }> {
  const { streams } = model.shape;
  const { postNorms } = model.readout.blocks[layer];
  if (!streams || !postNorms) throw new Error('the block has one stream');
  const ran = await model.recomputeBlock(sequence, layer, position, position + 1, OUTPUTS);
  const ofFound = weighted(behind, ran.correct_weights);
  const ofHalf = ofFound.map((value) => value * Math.SQRT1_2);
  const ofAttention = await backThroughNorm(ofHalf, postNorms.attention, ran.attention_out);
  const heads = await headVotes(model, sequence, { layer, position }, ofAttention.vector, ran);
  const told = behind.slice(1).reduce((sum, u) => sum + dot(u, ran.told_added), 0);
  const votes = {
    mixing: { ...heads, rest: heads.rest + ofAttention.constant },
    beside: { ...NO_VOTES, rest: dot(ofHalf, ran.laurel_out) },
    mlp: dot(ofFound, ran.mlp_normed) + told,
  };
  const ofPredictions = behind.map((u, stream) =>
    stream === streams.active ? u.map((value, i) => value - ofFound[i] + ofHalf[i]) : u,
  );
  const directions = ofPredictions.map((u, stream) => {
    const column = ofPredictions.map((_, row) => ran.predict_weights[row * streams.count + stream]);
    return Float64Array.from(plus(u, weighted(ofPredictions, column)));
  });
  return { votes, normBias: 0, directions };
}

/** Σ_i w_i u_i */
function weighted(vectors: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const [i, vector] of vectors.entries()) for (let j = 0; j < sum.length; j++) sum[j] += weights[i] * vector[j];
  return sum;
}
