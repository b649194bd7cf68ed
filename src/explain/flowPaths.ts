// Which edges of the information flow lead to one token: from the last layer's stream backwards, on edges whose shares are
// not below a threshold. Ferrando and Voita 2024, §2, https://arxiv.org/abs/2403.00824. The file knows shares that were
// computed, and nothing about how.

import type { FlowEdge } from '../contract/flow.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import type { TokenFlow } from './flow.ts';

/** The edges into the two sums of one token in one layer. */
export interface EdgesInto {
  readonly mlp: readonly FlowEdge[];
  readonly attention: readonly FlowEdge[];
}

/** What was computed so far, from the last layer down: by token. */
export type LayerEdges = ReadonlyMap<number, EdgesInto>;

export interface Paths {
  readonly edges: readonly FlowEdge[];
  /** The tokens that are reached before the lowest of these layers, in ascending order. */
  readonly reached: readonly number[];
}

/**
 * Follows edges from the stream of one token behind the last layer. `layers` are in the order in which they are followed,
 * the last one first.
 */
export function pathsTo(
  position: number,
  layers: readonly LayerEdges[],
  { threshold, parallel }: { readonly threshold: number; readonly parallel: boolean },
): Paths {
  const edges: FlowEdge[] = [];
  let reached = [position];
  for (const layer of layers) {
    const before = new Set<number>();
    for (const token of reached.toReversed()) {
      const into = layer.get(token);
      if (!into) continue;
      const ofMlp = into.mlp.filter(({ share }) => share >= threshold);
      // The stream behind attention is reached as it is, or through an MLP that reads it.
      const behindAttention = ofMlp.some(({ kind }) => kind === 'residual' || !parallel);
      if (parallel && ofMlp.some(({ kind }) => kind === 'mlp')) before.add(token);
      const ofAttention = behindAttention ? into.attention.filter(({ share }) => share >= threshold) : [];
      for (const { from } of ofAttention) before.add(from);
      edges.push(...ofMlp, ...ofAttention);
    }
    reached = [...before].sort((a, b) => a - b);
  }
  return { edges, reached };
}

/**
 * The lowest threshold, of the shares of these edges, with which the paths are few enough; 1 where none is. A higher one
 * only takes edges and tokens away, so that it is found by bisection.
 */
export function thresholdFor(edges: readonly FlowEdge[], areFewAt: (threshold: number) => boolean): number {
  const shares = [...new Set(edges.map(({ share }) => share)), 1].sort((a, b) => a - b);
  let [low, high] = [0, shares.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (areFewAt(shares[middle])) high = middle;
    else low = middle + 1;
  }
  return shares[low];
}

/** The edges of one token in one layer that can matter: those with at least the threshold's share. */
export function edgesInto(layer: number, flow: TokenFlow, threshold: number): EdgesInto {
  const { position, taps, pastAttention, mlp, pastMlp } = flow;
  const to = position as TokenIndex;
  const mixed: FlowEdge[] = [];
  for (const [kind, shares] of [
    ['head', flow.heads],
    ['state', flow.states],
  ] as const)
    for (const [i, share] of shares.entries()) {
      if (share < threshold) continue;
      const [head, from] = [Math.floor(i / flow.keys), (i % flow.keys) as TokenIndex];
      mixed.push({ kind, half: 'attention', layer, head, from, to, share });
    }
  for (const [distance, share] of taps.entries()) {
    const from = (position - distance) as TokenIndex;
    if (share >= threshold) mixed.push({ kind: 'convolution', half: 'attention', layer, from, to, share });
  }
  const own = { layer, from: to, to };
  return {
    mlp: [
      { kind: 'residual', half: 'mlp', ...own, share: pastMlp },
      { kind: 'mlp', half: 'mlp', ...own, share: mlp },
    ],
    attention: [{ kind: 'residual', half: 'attention', ...own, share: pastAttention }, ...mixed],
  };
}
