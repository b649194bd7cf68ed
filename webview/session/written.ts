// Answers of the engine as a session holds them: nine digits, which tell any two numbers of 32 bits apart, and names for what is
// no number. Pure.
import type { Mattered, RemovalMode } from '../../src/contract/mattered.ts';
import type { PatchGrid } from '../../src/contract/patching.ts';
import type { Matrix, NextTokens } from '../../src/contract/readings.ts';
import type {
  SessionDistribution,
  SessionMattered,
  SessionPatchGrid,
  SessionVotes,
  SessionWhatIf,
  WrittenNumber,
} from '../../src/contract/session.ts';
import type { TokenVotes } from '../../src/contract/votes.ts';
import type { WhatIf, WhatIfSurprisals } from '../../src/contract/whatIf.ts';
import type { Branches } from '../state/branches.ts';

const DIGITS = 9;

/** 0.1 as 32 bits, 0.10000000149… → 0.100000001; NaN → 'NaN' */
export function written(value: number): WrittenNumber {
  if (Number.isFinite(value)) return Number(value.toPrecision(DIGITS));
  return String(value) as WrittenNumber;
}

export function writtenList(values: ArrayLike<number>): readonly WrittenNumber[] {
  return Array.from(values, written);
}

export function distributionOf({ entropyBits, candidates }: NextTokens): SessionDistribution {
  return {
    entropyBits: written(entropyBits),
    candidates: candidates.map(({ id, text, logit, probability }) => ({
      id,
      text,
      logit: written(logit),
      probability: written(probability),
    })),
  };
}

/** undefined where nothing was generated. */
export function generatedOf({ nodes }: Branches): readonly WrittenNumber[] | undefined {
  if (nodes.size === 0) return undefined;
  return Array.from(nodes.values(), ({ step }) => written(step.drawnFrom.actual?.probability ?? Number.NaN));
}

export function votesOf(votes: TokenVotes): SessionVotes {
  const { position, target, other, mixing, heads, mlps, attentionBiases, beside } = votes;
  const attends = (layer: number) => mixing[layer].kind === 'attention';
  const most = Math.max(0, ...mixing.map(({ heads }, layer) => (attends(layer) ? heads : 0)));
  const rows = rowsOf(heads);
  const attended = rows.flatMap((row, layer) => [...(attends(layer) ? row : row.map(() => 0)).subarray(0, most)]);
  const inPlace = rows.flatMap((row, layer) => (attends(layer) ? [] : [...row.subarray(0, mixing[layer].heads)]));
  const mixers = [...inPlace, ...(beside?.heads.values ?? [])];
  const others = [
    votes.tokenEmbedding,
    votes.positionEmbedding,
    ...wholes(attentionBiases, heads, (layer) => !attends(layer)),
    ...(beside ? wholes(beside.votes, beside.heads, () => true) : []),
    votes.normBias,
    votes.unembeddingBias,
  ];
  return {
    position,
    target: target.id,
    other: other?.id,
    sum: written(votes.sum),
    logit: written(votes.logit),
    heads: writtenList(attended),
    mlps: writtenList(mlps),
    others: writtenList(others),
    ...(mixers.length > 0 && { mixers: writtenList(mixers) }),
  };
}

/** What stands in the place of attention, or beside it, as one: how sessions hold it that know no heads there. [layers] */
function wholes(rests: Float32Array, heads: Matrix, isWhole: (layer: number) => boolean): readonly number[] {
  const rows = rowsOf(heads);
  return Array.from(rests, (rest, layer) =>
    isWhole(layer) ? (rows[layer] ?? []).reduce((sum, vote) => sum + vote, rest) : rest,
  );
}

/** Copies. */
function rowsOf({ rows, columns, values }: Matrix): readonly Float32Array[] {
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}

/** undefined where no part was measured. */
export function matteredOf({ bits, parts }: Mattered, mode: RemovalMode): SessionMattered | undefined {
  const measured = parts.flatMap(({ span, kind, bits: change }) =>
    change === undefined ? [] : [{ start: span.start, end: span.end, kind, bits: written(change) }],
  );
  return measured.length === 0 ? undefined : { mode, bits: written(bits), parts: measured };
}

export function whatIfOf({ before, after, divergence }: WhatIf, surprisals: WhatIfSurprisals): SessionWhatIf {
  return {
    after: after.after,
    divergenceBits: written(divergence),
    before: distributionOf(before),
    changed: distributionOf(after),
    surprisals: writtenList(surprisals.after),
  };
}

/** undefined where no cell was measured. */
export function patchGridOf(
  { layers, columns, metrics, base, source }: PatchGrid,
  { plus, minus }: { readonly plus: number; readonly minus: number },
): SessionPatchGrid | undefined {
  if (metrics.every(Number.isNaN)) return undefined;
  const cells = Array.from(metrics, (value) => (Number.isNaN(value) ? null : written(value)));
  return { plus, minus, base: written(base), source: written(source), layers, columns, metrics: cells };
}
