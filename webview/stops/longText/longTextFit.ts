// Predicts the time of a forward pass from the length of the text: the multiplications that the formula counts, scaled
// to what was measured. This program multiplies each query with all keys and masks those outside of a window afterwards,
// so that a window saves no time here. Pure.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { DataPoint } from '../../charts/lineChart.ts';
import { costOfText } from '../cost.ts';

/**
 * Least squares on time = c · multiplications, which gives c = Σ m t / Σ m². Long texts decide, since their m is the
 * largest; they are also those that matter. Returns a function from tokens to milliseconds, or undefined for fewer than
 * 3 points (x in tokens, y in ms).
 */
export function fitted(model: ModelInfo, measured: readonly DataPoint[]): ((tokens: number) => number) | undefined {
  if (measured.length < 3) return undefined;
  let products = 0;
  let squares = 0;
  const work = (tokens: number) =>
    costOfText({ ...model, windows: model.windows.map(() => null) }, tokens).multiplications;
  for (const { x, y } of measured) {
    const multiplications = work(x);
    products += multiplications * y;
    squares += multiplications ** 2;
  }
  const msEach = products / squares;
  return (tokens) => (tokens === 0 ? 0 : msEach * work(tokens));
}

/** Longer texts are not measured: on a small model these take seconds, on a large one minutes. In tokens. */
const MOST_MEASURED = 4096;

/** The longest text that is measured, in tokens: as much as the model reads, and no more than takes a while. */
export function longestMeasured(context: number): number {
  return Math.min(context, MOST_MEASURED);
}

/**
 * The lengths to measure, in tokens: shares of the longest one. They double at first and then grow by eighths, where the
 * curve bends visibly. Context 1024: 32, 64, 128, 256, 384, …
 */
export function lengthsUpTo(context: number): number[] {
  const lengths = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1].map((share) =>
    Math.max(1, Math.round(longestMeasured(context) * share)),
  );
  return [...new Set(lengths)];
}
