// How much more surprising each token has become, as a tint and as a list. Pure.
import type { WhatIfSurprisals } from '../../../src/contract/whatIf.ts';

/** In bits: with a strongest change below it, the tint stays as weak as the change is. */
const LEAST_SCALE = 1;
/** In bits; less is not worth a line. */
const WORTH_A_LINE = 0.05;

export interface SurprisalChange {
  /** In bits, above 0 for what has become more surprising. [tokens] */
  readonly changes: Float64Array;
  /** Of the strongest change, without its sign. */
  readonly strongest: number;
  /** The same from −1 to 1, as a tint takes them. */
  readonly shares: Float64Array;
  /** Tokens that changed visibly, the strongest change first. */
  readonly order: readonly number[];
  /** Of the mean over all tokens but the first, which nothing predicts. */
  readonly mean: number;
}

export function surprisalChange({ before, after }: WhatIfSurprisals): SurprisalChange {
  const changes = Float64Array.from(after, (bits, i) => bits - before[i]);
  const strongest = changes.reduce((most, change) => Math.max(most, Math.abs(change)), 0);
  const scale = Math.max(strongest, LEAST_SCALE);
  const visible = [...changes.keys()].filter((i) => Math.abs(changes[i]) >= WORTH_A_LINE);
  return {
    changes,
    strongest,
    shares: changes.map((change) => change / scale),
    order: visible.sort((a, b) => Math.abs(changes[b]) - Math.abs(changes[a])),
    mean: changes.length > 1 ? changes.reduce((sum, change) => sum + change, 0) / (changes.length - 1) : 0,
  };
}
