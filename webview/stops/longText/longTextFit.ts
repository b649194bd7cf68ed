// Time by length: the formula's multiplications, scaled to what was measured. Pure.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { DataPoint } from '../../charts/lineChart.ts';
import { costOfText } from '../cost.ts';

/** Least squares through the origin on the multiplications, weighted towards the long texts that matter. */
export function fitted(model: ModelInfo, measured: readonly DataPoint[]): ((tokens: number) => number) | undefined {
  if (measured.length < 3) return undefined;
  let products = 0;
  let squares = 0;
  for (const { x, y } of measured) {
    const { multiplications } = costOfText(model, x);
    products += multiplications * y;
    squares += multiplications ** 2;
  }
  const msEach = products / squares;
  return (tokens) => (tokens === 0 ? 0 : msEach * costOfText(model, tokens).multiplications);
}

/** 16, 32, … up to the context, and the context itself, with steps between for a curve one can see. */
export function lengthsUpTo(context: number): number[] {
  const lengths = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1].map((share) =>
    Math.max(1, Math.round(Math.min(context, 4096) * share)),
  );
  return [...new Set(lengths)];
}
