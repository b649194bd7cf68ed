// How the next token is drawn: a penalty for repetition, temperature, then top-k, top-p (Holtzman et al. 2019, "The Curious Case of Neural Text
// Degeneration", §3.1) and min-p (Nguyen et al. 2024, "Turning Up the Heat", §3), then a seeded draw. All of it happens
// behind the model: its distribution stays as it is, and what is cut can only not be drawn. The file knows ids, no text.
import type { SamplingOptions } from '../contract/readings.ts';
import { softmax } from './softmax.ts';

/**
 * What is drawn from: probabilities by id after temperature and cuts, summing to 1; 0 = cut. `order` is
 * descendingIds(logits). The most probable token is never cut. With probabilities 0.5, 0.3, 0.2 and top-p 0.7 the first
 * two are kept, since the first alone has not reached 0.7: 0.625, 0.375, 0.
 */
export function drawProbabilities(
  logits: ArrayLike<number>,
  order: Uint32Array,
  options: SamplingOptions,
): Float64Array {
  const kept = new Float64Array(logits.length);
  // The limit T → 0 is greedy decoding: all of the probability is on the largest logit.
  if (options.temperature === 0) {
    kept[order[0]] = 1;
    return kept;
  }
  const probabilities = softmax(logits, options.temperature);
  const count = Math.min(options.topK || order.length, order.length);
  // Top-p counts among what top-k left, as Hugging Face's warpers do.
  const mass = sum(probabilities, order, count);
  // Min-p asks how probable a token is beside the most probable one: where the model is unsure, more tokens pass.
  const least = options.minP * probabilities[order[0]];
  const goesOn = (i: number) => i === 0 || (total < options.topP * mass && probabilities[order[i]] >= least);
  let total = 0;
  for (let i = 0; i < count && goesOn(i); i++) {
    kept[order[i]] = probabilities[order[i]];
    total += probabilities[order[i]];
  }
  for (let id = 0; id < kept.length; id++) kept[id] /= total;
  return kept;
}

/**
 * The logits with those of the given ids made less probable: divided by the penalty where they are above 0, multiplied
 * where they are below, since dividing would make a negative one more probable. 1 leaves them as they are. Keskar et al.
 * 2019, §4.1, https://arxiv.org/abs/1909.05858. [3, -1, 2] with ids 0 and 1 and a penalty of 2 → [1.5, -2, 2]
 */
export function penalised(logits: Float32Array, ids: Iterable<number>, penalty: number): Float32Array {
  if (penalty === 1) return logits;
  const changed = logits.slice();
  for (const id of ids) changed[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty;
  return changed;
}

/**
 * The first id, in order, at which the running sum exceeds `uniform` (0 ≤ uniform < 1): each id is drawn as often as its
 * probability says, since its share of the way from 0 to 1 is just that long.
 */
export function draw(probabilities: Float64Array, order: Uint32Array, uniform: number): number {
  let total = 0;
  for (const id of order) {
    total += probabilities[id];
    if (uniform < total) return id;
  }
  return order[0]; // rounding left the sum just below 1
}

/**
 * A number in [0, 1) that depends on seed and step only, so that a step that was taken back is drawn the same way again:
 * mulberry32 (public domain, Tommy Ettinger), one round.
 */
export function uniformAt(seed: number, step: number): number {
  let state = (Math.imul(seed | 0, 0x9e3779b1) + Math.imul(step + 1, 0x6d2b79f5)) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}

function sum(probabilities: Float64Array, order: Uint32Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += probabilities[order[i]];
  return total;
}
