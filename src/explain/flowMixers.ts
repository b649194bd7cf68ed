// How near what a token reads of a state, or through a short convolution, brings to its stream behind attention: by the token
// that was read. Unlike attention's, these parts are another vector for each token that reads, since its gates stand between
// what was written and the output projection. What passes a state by is the token's own, and counts with what each head reads
// of it. The file knows one layer and one token.
import { weightsByInput } from '../transformer/backwards.ts';
import type { KvCache } from '../transformer/kvCache.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import type { StateRow } from './flowMixerRow.ts';
import { addNearness, type Moved, nothingYet } from './flowNearness.ts';
import { type Flowing, outputWeights, type TokenSums } from './flowSums.ts';

/** Tokens whose vectors are made at a time: as many as fit into 1 MB, some at least; see flow.ts. */
const MOVED_AT_A_TIME = 1 << 18;
const FEWEST_TOKENS = 16;

export interface MixerNearness {
  readonly states: Float32Array<ArrayBuffer>; // [heads, keys]
  /** By distance, the token itself first. */
  readonly taps: Float32Array<ArrayBuffer>; // [distances]
}

/** `projected` is what mixerWeights() gives. Fails with cancelled. */
export async function mixerNearness(
  flowing: Flowing,
  layer: number,
  sums: TokenSums,
  projected: Float32Array | undefined,
  signal?: AbortSignal,
): Promise<MixerNearness> {
  const { mixer, keys, attention } = sums;
  const none = new Float32Array(0);
  if (!mixer || !projected) return { states: none, taps: none };
  const isState = mixer.kind === 'state';
  const columns = isState ? keys : mixer.parts.length / mixer.gates.length;
  const weights = isState ? isRead(mixer, keys) : new Float32Array(columns).fill(1);
  const nearness = nothingYet(attention.sum, columns, weights);
  for await (const moved of mixerParts(flowing, layer, sums, projected)) {
    addNearness(nearness, moved);
    await yieldToEventLoop(signal);
  }
  return isState ? { states: nearness.near, taps: none } : { states: none, taps: nearness.near };
}

/** W_O of the mixer, with the norm behind it where one stands there. [heads · d_value, d] Fails like readFloats(). */
export async function mixerWeights(model: Transformer, layer: number): Promise<Float32Array | undefined> {
  const { mixer } = model.readout.blocks[layer];
  if (!mixer) return undefined;
  // No norm stands behind what is added beside attention.
  const isBeside = headsOf(model.shape, layer).heads > 0;
  return await (isBeside ? weightsByInput(mixer.output) : outputWeights(model, layer));
}

/**
 * The parts themselves, [heads, tokens, d]; of a convolution as of one head, by distance. The memory is used again. `weights`
 * are those of mixerWeights().
 */
export async function* mixerParts(
  { model, sequence, projection }: Flowing,
  layer: number,
  { mixer, keys }: TokenSums,
  weights: Float32Array,
): AsyncGenerator<Moved> {
  const { dModel } = model.shape;
  if (mixer?.kind === 'taps') {
    const { parts, gates } = mixer;
    const tokens = parts.length / gates.length;
    const values = parts.map((value, i) => value * gates[i % gates.length]);
    const into = new Float32Array(tokens * dModel);
    yield { first: 0, tokens, vectors: await projection.project(values, weights, sizesOf(1, gates.length), into) };
  }
  const written = sequence.states[layer]?.values;
  if (mixer?.kind !== 'state' || !written) return;
  const { heads, dValue } = written;
  const size = Math.max(FEWEST_TOKENS, Math.floor(MOVED_AT_A_TIME / (heads * dModel)));
  const into = new Float32Array(heads * dModel * Math.min(size, keys));
  for (let first = 0; first < keys; first += size) {
    const tokens = Math.min(size, keys - first);
    const values = readOf(written, mixer, { first, tokens, keys });
    yield { first, tokens, vectors: await projection.project(values, weights, sizesOf(heads, dValue), into) };
  }
}

/** gates ⊙ (weight · v_s + skip) of some tokens. [heads, tokens, d_value] */
function readOf(
  { values, heads, slots, dValue }: KvCache,
  { weights, gates, skip }: StateRow,
  { first, tokens, keys }: { readonly first: number; readonly tokens: number; readonly keys: number },
): Float32Array {
  const read = new Float32Array(heads * tokens * dValue);
  for (let head = 0; head < heads; head++) {
    for (let token = 0; token < tokens; token++) {
      const key = first + token;
      const weight = weights[head * keys + key];
      const own = key === keys - 1 ? skip : undefined;
      const [from, to] = [(head * slots + key) * dValue, (head * tokens + token) * dValue];
      for (let i = 0, at = head * dValue; i < dValue; i++, at++)
        read[to + i] = gates[at] * (weight * values[from + i] + (own ? own[at] : 0));
    }
  }
  return read;
}

/** 1 where a head reads the token at all, 0 where that is hidden: weights are in the vectors already. [heads, keys] */
function isRead({ weights, skip }: StateRow, keys: number): Float32Array {
  return weights.map((weight, i) => (weight !== 0 || (skip && i % keys === keys - 1) ? 1 : 0));
}

function sizesOf(heads: number, dValue: number) {
  return { heads, keyValueHeads: heads, dHead: dValue, dValue };
}
