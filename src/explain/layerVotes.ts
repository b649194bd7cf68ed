// The votes of one layer's parts, and how those of heads come about: a head's vote is a sum over the tokens that it read from.
// The file knows one layer and one position.
import { backThroughLinear } from '../transformer/backwards.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { partChanges } from '../transformer/partChanges.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { dot } from '../transformer/vectors.ts';

/** Of some heads, of attention or of a state; of a convolution as of one head. */
export interface HeadVotes {
  /** What each head found, through its part of the output projection. [heads] */
  readonly heads: Float64Array;
  /**
   * The same, by the token that it was read from; sums over keys to `heads`, but for what interventions add to a head.
   * [heads][keys that it sees]
   */
  readonly headsByKey: readonly Float64Array[];
  /**
   * What belongs to no token: the output projection's bias, of norms behind it theirs, what interventions add; what passes
   * a state by, and the bias of a convolution.
   */
  readonly rest: number;
}

export const NO_VOTES: HeadVotes = { heads: new Float64Array(0), headsByKey: [], rest: 0 };

export interface LayerVotes {
  /** Of attention, or of what stands in its place. */
  readonly mixing: HeadVotes;
  /** Of what stands beside attention. */
  readonly beside: HeadVotes;
  /** The MLP, its biases included, and what else is added behind it. */
  readonly mlp: number;
}

export interface Place {
  readonly layer: number;
  readonly position: number;
}

/**
 * Σ_j α_j v_j W_O, term by term: the vote of head h for key j is α_hj · (v_j · w_h), with w_h its part of W_O u, through the
 * gate where one stands behind the head. attention [heads, 1, keys], head_gates [heads, 1, d_value] or empty
 */
export async function headVotes(
  model: Transformer,
  sequence: Sequence,
  { layer, position }: Place,
  u: Float64Array,
  { attention, head_gates: gates }: Readonly<Record<'attention' | 'head_gates', Float32Array>>,
): Promise<HeadVotes> {
  const { heads, keyValueHeads, dValue } = headsOf(model.shape, layer);
  const { vector: w, constant: bias } = await backThroughLinear(u, model.readout.blocks[layer].output); // [heads · d_value]
  const throughGates = gates.length ? w.map((value, i) => value * gates[i]) : w;
  const { values, slots } = sequence.caches[layer]; // [key-value heads, slots, d_value]
  const changes = partChanges(sequence.interventions, layer, { first: position, n: 1 }, model.shape);
  const ofAttention = changes?.attention.gains[0] ?? 1;
  const keys = model.keysFor(sequence, position + 1);
  const headsByKey = Array.from({ length: heads }, (_, head) => {
    const shared = Math.floor((head * keyValueHeads) / heads);
    const gain = (changes?.heads[head].gains[0] ?? 1) * ofAttention;
    const ofHead = throughGates.subarray(head * dValue, (head + 1) * dValue);
    return Float64Array.from({ length: keys }, (_, key) => {
      const start = (shared * slots + key) * dValue;
      const weight = attention[head * keys + key];
      return weight === 0 ? 0 : gain * weight * dot(values.subarray(start, start + dValue), ofHead);
    });
  });
  return {
    heads: Float64Array.from(headsByKey, (keys, head) => {
      const added = changes ? dot(changes.heads[head].offsets, w.subarray(head * dValue, (head + 1) * dValue)) : 0;
      return total(keys) + added * ofAttention;
    }),
    headsByKey,
    rest: bias * ofAttention + (changes ? dot(changes.attention.offsets, u) : 0),
  };
}

export function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
