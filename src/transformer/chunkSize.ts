// How many new tokens are run at a time. Between two blocks of a chunk progress is told and a cancel is noticed, so that none
// may take long; fewer tokens make less use of each weight that is read. Knows sizes only.

import type { ModelShape } from './architecture.ts';
import { headsOf } from './layerHeads.ts';
import { mayBeFused } from './mayBeFused.ts';

/** Multiplications and additions of one block: a tenth of a second of two cores. */
const BLOCK_OPERATIONS = 10e9;
/** With 64 tokens products reach 0.87 of their throughput with 512 (GPT-2 small, two cores). */
const FEWEST = 64;
const MOST = 512;
/**
 * Scores of explicit attention. There are several values of their size, for which memory is asked anew in each block: from
 * 16 MB on most of the time goes by in getting it.
 */
const MOST_SCORES = 2 ** 22;
/** Fewer would read the weights of large models too often. */
const FEWEST_ROWS = 16;

export interface ChunkPlace {
  /** How long the text is in the end. */
  readonly tokens: number;
  /** Of the largest block. */
  readonly weights: number;
  /** Whether all layers' attention is fused that may be. */
  readonly fused: boolean;
}

export function chunkSize(shape: ModelShape, { tokens, weights, fused }: ChunkPlace): number {
  const layers = Array.from({ length: shape.layers }, (_, layer) => headsOf(shape, layer));
  const widest = Math.max(...layers.map(({ heads, dHead, dValue }) => heads * (dHead + dValue)));
  const perToken = 2 * (weights - idleWeights(shape)) + 2 * widest * tokens;
  const inTime = 2 ** Math.floor(Math.log2(BLOCK_OPERATIONS / perToken));
  const explicit = layers.filter((_, layer) => !(fused && mayBeFused(shape, layer)));
  const mostHeads = Math.max(0, ...explicit.map(({ heads }) => heads));
  const inMemory = Math.max(FEWEST_ROWS, Math.floor(MOST_SCORES / Math.max(1, mostHeads * tokens)));
  return Math.min(Math.max(FEWEST, Math.min(MOST, inTime)), inMemory);
}

/** Those of the experts that a token does not get, in a layer that has some. */
function idleWeights({ experts, dModel }: ModelShape): number {
  if (!experts) return 0;
  const matrices = 3; // they are gated
  return (experts.experts - experts.chosen) * matrices * dModel * experts.inner;
}
