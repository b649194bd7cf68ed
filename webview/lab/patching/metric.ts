// What is measured of a prediction: by how much one token is ahead of another. Says which two suggest themselves. Pure.
import type { Candidate, NextTokens } from '../../../src/contract/readings.ts';

export interface Metric {
  /** Ids of the vocabulary. */
  readonly plus: number;
  readonly minus: number;
}

/** The tokens that either text expects, each once, those of the other text first. */
export function metricTokens(ours: NextTokens, theirs: NextTokens): readonly Candidate[] {
  const all = [...theirs.candidates, ...ours.candidates];
  return all.filter(({ id }, i) => all.findIndex((one) => one.id === id) === i);
}

/**
 * What the other text expects most, less what this one expects most. Where that is the same token, its place is taken by the
 * one that gains most in the other text. What the reader has chosen stays, as long as it is on offer.
 */
export function metricOf(
  ours: NextTokens,
  theirs: NextTokens,
  chosen: { readonly plus?: number | undefined; readonly minus?: number | undefined },
): Metric {
  const offered = metricTokens(ours, theirs).map(({ id }) => id);
  const [minusFirst, plusFirst] = [ours.candidates[0].id, theirs.candidates[0].id];
  const known = (id: number | undefined) => (id !== undefined && offered.includes(id) ? id : undefined);
  const minus = known(chosen.minus) ?? minusFirst;
  const suggested = plusFirst === minus ? mostGained(ours, theirs, minus) : plusFirst;
  const plus = known(chosen.plus) ?? suggested;
  return { plus: plus === minus ? suggested : plus, minus };
}

function mostGained(ours: NextTokens, theirs: NextTokens, except: number): number {
  const was = new Map(ours.candidates.map(({ id, probability }) => [id, probability]));
  const gain = ({ id, probability }: Candidate) => probability - (was.get(id) ?? 0);
  const others = theirs.candidates.filter(({ id }) => id !== except);
  return others.reduce((best, one) => (gain(one) > gain(best) ? one : best), others[0])?.id ?? except;
}
