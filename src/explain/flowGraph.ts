// The information flow to one token as a graph: from its stream behind the last block back through the layers to the words,
// on edges whose share is not below a threshold. Only the tokens that are reached are computed, a few in each layer. As in
// facebookresearch/llm-transparency-tool. The file knows no process.

import { type Flow, MOST_FLOW_EDGES, MOST_FLOW_TOKENS } from '../contract/flow.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import type { ModelShape } from '../transformer/architecture.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { layerFlow } from './flow.ts';
import { type EdgesInto, edgesInto, type LayerEdges, type Paths, pathsTo, thresholdFor } from './flowPaths.ts';
import type { Flowing } from './flowSums.ts';

/** Shares that are computed at a time: 32 MB with what they are made of. */
const SHARES_AT_A_TIME = 1 << 22;
const MOST_TOKENS_AT_A_TIME = 32;

/**
 * The graph behind what the model made of the token at `position`. Where a layer brings more than MOST_FLOW_EDGES, or more
 * than MOST_FLOW_TOKENS to compute in the next one, the threshold is raised for all layers so far: the work is bounded, and
 * the graph is the one that the raised threshold gives. Fails like layerFlow().
 */
export async function flowGraph(
  flowing: Flowing,
  { position, threshold: asked }: { readonly position: TokenIndex; readonly threshold: number },
  signal?: AbortSignal,
): Promise<Flow> {
  const { layers, parallel = false } = flowing.model.shape;
  const found: LayerEdges[] = [];
  const pathsAt = (threshold: number) => pathsTo(position, found, { threshold, parallel });
  let threshold = asked;
  let paths = pathsAt(threshold);
  for (let layer = layers - 1; layer >= 0; layer--) {
    found.push(await edgesOf(flowing, { layer, positions: paths.reached, threshold }, signal));
    paths = pathsAt(threshold);
    const mostTokens = layer === 0 ? Number.POSITIVE_INFINITY : MOST_FLOW_TOKENS; // words need no work
    const areFew = ({ edges, reached }: Paths) => edges.length <= MOST_FLOW_EDGES && reached.length <= mostTokens;
    if (areFew(paths)) continue;
    threshold = thresholdFor(paths.edges, (higher) => areFew(pathsAt(higher)));
    paths = pathsAt(threshold);
  }
  return { position, layers, parallel, threshold, edges: paths.edges };
}

interface LayerPlace {
  readonly layer: number;
  readonly positions: readonly number[];
  readonly threshold: number;
}

async function edgesOf(
  flowing: Flowing,
  { layer, positions, threshold }: LayerPlace,
  signal: AbortSignal | undefined,
): Promise<LayerEdges> {
  const edges = new Map<number, EdgesInto>();
  const widest = mostHeads(flowing.model.shape, layer) * flowing.sequence.length;
  const size = Math.min(MOST_TOKENS_AT_A_TIME, Math.max(1, Math.floor(SHARES_AT_A_TIME / Math.max(1, widest))));
  for (let start = 0; start < positions.length; start += size) {
    const some = positions.slice(start, start + size);
    for (const shares of await layerFlow(flowing, { layer, positions: some }, signal))
      edges.set(shares.position, edgesInto(layer, shares, threshold));
  }
  return edges;
}

/** Of attention and of a state, together. */
function mostHeads(shape: ModelShape, layer: number): number {
  return headsOf(shape, layer).heads + (shape.states?.[layer]?.heads ?? 0);
}
