// Lays the votes out as two grids: layers with their heads and feed-forward, and what stands outside of the layers. Pure.
import type { TokenVotes } from '../../../src/contract/votes.ts';
import type { SignedCells } from '../../charts/signedGridLayout.ts';
import { behindHeads, type PartRef } from './voteParts.ts';

export interface PartGrid extends SignedCells {
  readonly values: readonly number[];
  /** [rows * columns], as the values. */
  readonly parts: readonly PartRef[];
}

/**
 * A row for each layer: its heads, its feed-forward, what stands beside the heads where anything does, and the biases behind
 * them where any layer has some, or its convolution.
 */
export function layerGrid(votes: TokenVotes): PartGrid {
  const { heads, mlps, attentionBiases, beside } = votes;
  const hasBiases = attentionBiases.some((vote) => vote !== 0);
  const columns = heads.columns + 1 + (beside ? 1 : 0) + (hasBiases ? 1 : 0);
  const values: number[] = [];
  const parts: PartRef[] = [];
  for (let layer = 0; layer < heads.rows; layer++) {
    for (let head = 0; head < heads.columns; head++) parts.push({ kind: 'head', layer, head });
    values.push(...heads.values.subarray(layer * heads.columns, (layer + 1) * heads.columns), mlps[layer]);
    parts.push({ kind: 'mlp', layer });
    if (beside) {
      values.push(beside.votes[layer]);
      parts.push({ kind: beside.kind, layer });
    }
    if (!hasBiases) continue;
    values.push(attentionBiases[layer]);
    parts.push(behindHeads(votes, layer));
  }
  return { rows: heads.rows, columns, values, parts };
}

/** A row for each: the token and its position where one is added, and the biases on the way out where there are some. */
export function outerGrid(votes: TokenVotes, addsPositions: boolean): PartGrid {
  const rows: (readonly [PartRef, number])[] = [[{ kind: 'token' }, votes.tokenEmbedding]];
  if (addsPositions) rows.push([{ kind: 'position' }, votes.positionEmbedding]);
  if (votes.normBias !== 0) rows.push([{ kind: 'normBias' }, votes.normBias]);
  if (votes.unembeddingBias !== 0) rows.push([{ kind: 'unembeddingBias' }, votes.unembeddingBias]);
  return { rows: rows.length, columns: 1, values: rows.map(([, vote]) => vote), parts: rows.map(([part]) => part) };
}

/** The strongest vote of any part, without its sign: the ends of the scale that both grids share. */
export function strongestOf(...grids: readonly PartGrid[]): number {
  return grids.flatMap(({ values }) => values).reduce((most, vote) => Math.max(most, Math.abs(vote)), 0);
}
