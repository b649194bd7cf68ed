// The votes of what stands in the place of attention, or beside it. A state is read as attention would be, Σ_s w_ts v_s
// (unrolledState.ts), a convolution as Σ_j w_j ⊙ x_(t - j). What follows is linear once the gates are held as they are here, and
// the norm behind a state at its scale: both are factors of each component, and an output projection stands behind them. So
// each splits into the tokens that it was read from. What passes a state by, a convolution's bias and the projection's are
// the rest. The file knows one layer and one position.
import { backThroughLinear, storedVector } from '../transformer/backwards.ts';
import type { MixerReadout } from '../transformer/layers/readout.ts';
import { type PartChange, partChanges } from '../transformer/partChanges.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { dot } from '../transformer/vectors.ts';
import { type HeadVotes, NO_VOTES, type Place, total } from './layerVotes.ts';

/** What blocks are asked for. Of one row: weights [heads, keys], gates [heads · d_value] or [channels], parts [kernel, channels] */
export const MIXER_OUTPUTS = [
  ...(['state_weights', 'state_gates', 'state_skip'] as const),
  ...(['tap_parts', 'convolution_gates'] as const),
] as const;
type MixerRow = Readonly<Record<(typeof MIXER_OUTPUTS)[number], Float32Array>>;

/** Votes in direction u of what the layer's mixer returns. A convolution counts as one head. Fails like readFloats(). */
export async function mixerVotes(
  model: Transformer,
  sequence: Sequence,
  place: Place,
  u: Float64Array,
  ran: MixerRow,
): Promise<HeadVotes> {
  const { mixer } = model.readout.blocks[place.layer];
  if (!mixer) return NO_VOTES;
  const { vector, constant } = await backThroughLinear(u, mixer.output); // [heads · d_value]
  const isState = sequence.states[place.layer] !== undefined;
  const found = isState ? stateVotes(sequence, place, vector, ran) : await convolutionVotes(mixer, place, vector, ran);
  return changed({ ...found, rest: found.rest + constant }, changeOf(model, sequence, place), u);
}

/** The vote of head h for token s is w_hs · (v_s · (gates ⊙ W_out u)_h). */
function stateVotes(sequence: Sequence, { layer, position }: Place, w: Float64Array, ran: MixerRow): HeadVotes {
  const cache = sequence.states[layer]?.values;
  if (!cache) return NO_VOTES;
  const through = w.map((value, i) => value * ran.state_gates[i]);
  const { heads, slots, dValue } = cache;
  const keys = position + 1;
  const headsByKey = Array.from({ length: heads }, (_, head) => {
    const ofHead = through.subarray(head * dValue, (head + 1) * dValue);
    return Float64Array.from({ length: keys }, (_, key) => {
      const start = (head * slots + key) * dValue;
      const weight = ran.state_weights[head * keys + key];
      return weight === 0 ? 0 : weight * dot(cache.values.subarray(start, start + dValue), ofHead);
    });
  });
  return { heads: Float64Array.from(headsByKey, total), headsByKey, rest: dot(ran.state_skip, through) };
}

/** The vote for the token at distance j is (w_j ⊙ x_(t - j)) · (gates ⊙ W_out u). */
async function convolutionVotes(
  { bias }: MixerReadout,
  { position }: Place,
  w: Float64Array,
  ran: MixerRow,
): Promise<HeadVotes> {
  const through = w.map((value, i) => value * ran.convolution_gates[i]);
  const channels = through.length;
  const kernel = ran.tap_parts.length / channels;
  const byKey = new Float64Array(position + 1);
  for (let distance = 0; distance < Math.min(kernel, position + 1); distance++)
    byKey[position - distance] = dot(ran.tap_parts.subarray(distance * channels, (distance + 1) * channels), through);
  const rest = bias ? dot(await storedVector(bias), through) : 0;
  return { heads: Float64Array.of(total(byKey)), headsByKey: [byKey], rest };
}

/** What interventions make of what the mixer returns: in the place of attention those on attention. */
function changeOf(model: Transformer, sequence: Sequence, { layer, position }: Place): PartChange | undefined {
  const changes = partChanges(sequence.interventions, layer, { first: position, n: 1 }, model.shape);
  return model.shape.beside === 'state' ? changes?.state : changes?.attention;
}

function changed(votes: HeadVotes, change: PartChange | undefined, u: Float64Array): HeadVotes {
  if (!change) return votes;
  const gain = change.gains[0];
  return {
    heads: votes.heads.map((vote) => vote * gain),
    headsByKey: votes.headsByKey.map((keys) => keys.map((vote) => vote * gain)),
    rest: votes.rest * gain + dot(change.offsets, u),
  };
}
