// How evenly tokens are spread over the experts of a layer: a router that was trained without care sends all of them to a
// few. Shazeer et al. 2017, §4, https://arxiv.org/abs/1701.06538. The file knows numbers only. Pure.

export interface ExpertLoad {
  readonly load: Float32Array<ArrayBuffer>; // [experts]
  readonly weightedLoad: Float32Array<ArrayBuffer>; // [experts]
}

/**
 * How often each expert is among the ids, and the sum of the weights beside them. Two tokens with the experts [2 0] and
 * [2 1], weights [0.7 0.3] and [0.6 0.4]: loads 1, 1 and 2, with weights 0.3, 0.4 and 1.3.
 */
export function expertLoad(ids: Float32Array, weights: Float32Array, experts: number): ExpertLoad {
  const load = new Float32Array(experts);
  const weightedLoad = new Float32Array(experts);
  for (const [i, id] of ids.entries()) {
    load[id]++;
    weightedLoad[id] += weights[i];
  }
  return { load, weightedLoad };
}
