// How near what a token reads of a state, or through a short convolution, brings to its stream behind attention: by the token
// that was read. Unlike attention's, these parts are another vector for each token that reads, since its gates stand between
// what was written and the output projection. What passes a state by is the token's own, and counts with what each head reads
// of it. The file knows one layer and one token.
import { weightsByInput } from '../transformer/backwards.ts';
import { headsOf } from '../transformer/layerHeads.ts';
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

/** Fails with file-unreadable, safetensors-truncated, cancelled. */
export async function mixerNearness(
  flowing: Flowing,
  layer: number,
  sums: TokenSums,
  signal?: AbortSignal,
): Promise<MixerNearness> {
  const { mixer, keys, attention } = sums;
  const none = new Float32Array(0);
  if (!mixer) return { states: none, taps: none };
  const isState = mixer.kind === 'state';
  const columns = isState ? keys : mixer.parts.length / mixer.gates.length;
  const weights = isState ? isRead(mixer, keys) : new Float32Array(columns).fill(1);
  const nearness = nothingYet(attention.sum, columns, weights);
  for await (const moved of mixerParts(flowing, layer, sums)) {
    addNearness(nearness, moved);
    await yieldToEventLoop(signal);
  }
  return isState ? { states: nearness.near, taps: none } : { states: none, taps: nearness.near };
}

/** The parts themselves, [heads, tokens, d]; of a convolution as of one head, by distance. The memory is used again. */
export async function* mixerParts(flowing: Flowing, layer: number, { mixer, keys }: TokenSums): AsyncGenerator<Moved> {
  if (!mixer) return;
  const { model, sequence, projection } = flowing;
  const { dModel, states } = model.shape;
  const { mixer: readout } = model.readout.blocks[layer];
  // No norm stands behind what is added beside attention.
  const isBeside = headsOf(model.shape, layer).heads > 0;
  const weights = await (isBeside && readout ? weightsByInput(readout.output) : outputWeights(model, layer));
  if (mixer.kind === 'taps') {
    const { parts, gates } = mixer;
    const tokens = parts.length / gates.length;
    const values = parts.map((value, i) => value * gates[i % gates.length]);
    const into = new Float32Array(tokens * dModel);
    yield { first: 0, tokens, vectors: await projection.project(values, weights, sizesOf(1, gates.length), into) };
    return;
  }
  const { heads, dValue } = states?.[layer] ?? { heads: 0, dValue: 0 };
  const size = Math.max(FEWEST_TOKENS, Math.floor(MOVED_AT_A_TIME / (heads * dModel)));
  const into = new Float32Array(heads * dModel * Math.min(size, keys));
  const written = sequence.states[layer]?.values;
  if (!written) return;
  for (let first = 0; first < keys; first += size) {
    const tokens = Math.min(size, keys - first);
    const values = new Float32Array(heads * tokens * dValue);
    for (let head = 0; head < heads; head++) {
      for (let token = 0; token < tokens; token++) {
        const weight = mixer.weights[head * keys + first + token];
        const skip = first + token === keys - 1 ? mixer.skip : undefined;
        const from = (head * written.slots + first + token) * dValue;
        const to = (head * tokens + token) * dValue;
        for (let i = 0, at = head * dValue; i < dValue; i++, at++)
          values[to + i] = mixer.gates[at] * (weight * written.values[from + i] + (skip ? skip[at] : 0));
      }
    }
    yield { first, tokens, vectors: await projection.project(values, weights, sizesOf(heads, dValue), into) };
  }
}

/** 1 where a head reads the token at all, 0 where that is hidden: weights are in the vectors already. [heads, keys] */
function isRead({ weights, skip }: StateRow, keys: number): Float32Array {
  return weights.map((weight, i) => (weight !== 0 || (skip && i % keys === keys - 1) ? 1 : 0));
}

function sizesOf(heads: number, dValue: number) {
  return { heads, keyValueHeads: heads, dHead: dValue, dValue };
}
