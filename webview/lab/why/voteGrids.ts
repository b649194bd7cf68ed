// Lays the votes out as two grids: layers with their heads and feed-forward, and what stands outside of the layers. Pure.
import type { Matrix } from '../../../src/contract/readings.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import type { SignedCells } from '../../charts/signedGridLayout.ts';
import { behindHeads, type PartRef, readerOf, restBeside } from './voteParts.ts';

export interface PartGrid extends SignedCells {
  readonly values: readonly number[];
  /** [rows * columns], as the values; undefined for heads that a layer lacks, whose value is NaN. */
  readonly parts: readonly (PartRef | undefined)[];
}

/**
 * A row for each layer: its heads or those that stand in their place, the heads of a state beside them, the feed-forward, what
 * else is added beside attention where anything is, and the biases behind the heads where any layer has some.
 */
export function layerGrid(votes: TokenVotes): PartGrid {
  const { heads, mlps, attentionBiases, beside } = votes;
  const hasBiases = attentionBiases.some((vote) => vote !== 0);
  const row = (layer: number): readonly Cell[] => [
    ...readersIn(votes, layer),
    ...(beside ? stateHeadsIn(beside.heads, layer) : []),
    [mlps[layer], { kind: 'mlp', layer }],
    ...(beside ? [[beside.votes[layer], { kind: restBeside(beside.kind), layer }] as const] : []),
    ...(hasBiases ? [[attentionBiases[layer], behindHeads(votes, layer)] as const] : []),
  ];
  const rows = Array.from({ length: heads.rows }, (_, layer) => row(layer));
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    values: rows.flatMap((cells) => cells.map(([vote]) => vote)),
    parts: rows.flatMap((cells) => cells.map(([, part]) => part)),
  };
}

type Cell = readonly [vote: number, part: PartRef | undefined];

function readersIn(votes: TokenVotes, layer: number): readonly Cell[] {
  const { columns, values } = votes.heads;
  return Array.from({ length: columns }, (_, head): Cell => {
    const isThere = head < votes.mixing[layer].heads;
    return isThere ? [values[layer * columns + head], readerOf(votes, layer, head)] : [Number.NaN, undefined];
  });
}

function stateHeadsIn({ columns, values }: Matrix, layer: number): readonly Cell[] {
  return Array.from({ length: columns }, (_, head): Cell => {
    return [values[layer * columns + head], { kind: 'stateHead', layer, head }];
  });
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
  const votes = grids.flatMap(({ values }) => values).filter((vote) => !Number.isNaN(vote));
  return votes.reduce((most, vote) => Math.max(most, Math.abs(vote)), 0);
}
