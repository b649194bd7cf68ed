// How what a token became flowed through the model, as a graph of shares. Types and limits only.
import type { TokenIndex } from './tokens.ts';

/** A share from which on an edge is followed, so that what is left of a model of twelve layers can be read. */
export const FLOW_THRESHOLD = 0.04;
/** The lowest that may be asked for: a node then has 100 edges at most. */
export const LEAST_FLOW_THRESHOLD = 0.01;
/** A graph has no more edges than this, */
export const MOST_FLOW_EDGES = 500;
/** and leads to no more tokens than this between two blocks; the threshold is raised until both hold. */
export const MOST_FLOW_TOKENS = 24;

/**
 * One part of a sum: the stream of token `to` behind attention, or behind the MLP, in one layer. All edges into one such
 * sum have shares that sum to 1, those that are left out included.
 */
export type FlowEdge = {
  readonly layer: number;
  readonly from: TokenIndex;
  readonly to: TokenIndex;
  readonly share: number;
} & (
  | { readonly kind: 'head'; readonly half: 'attention'; readonly head: number }
  /** A head of a state, in the place of attention or beside it. */
  | { readonly kind: 'state'; readonly half: 'attention'; readonly head: number }
  | { readonly kind: 'convolution'; readonly half: 'attention' }
  /** `from` and `to` are the same token. */
  | { readonly kind: 'mlp'; readonly half: 'mlp' }
  /** The stream as it was before this half of the block. */
  | { readonly kind: 'residual'; readonly half: 'attention' | 'mlp' }
);

/**
 * What can be reached backwards from the stream of one token behind the last block, on edges with at least the threshold's
 * share. An edge of the half `mlp` leads from the stream behind attention to the stream behind the block; but in parallel
 * blocks the MLP reads what stood before the block, and its edge comes from there.
 */
export interface Flow {
  readonly position: TokenIndex;
  readonly layers: number;
  readonly parallel: boolean;
  /** What was asked for; higher where there would have been more than MOST_FLOW_EDGES or MOST_FLOW_TOKENS. */
  readonly threshold: number;
  /** From the last layer to the first, the MLP's before attention's, the tokens in descending order. */
  readonly edges: readonly FlowEdge[];
}
