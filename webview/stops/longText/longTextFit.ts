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

/** Up to this length the lengths that are measured are close to one another; behind it each is twice the one before. In tokens. */
export const CLOSE = 4096;
/** What is expected to take longer is measured only when the reader has seen how long. */
export const PATIENCE_MS = 20_000;
/** The same for what needs more memory. */
const PATIENCE_BYTES = 2 ** 30;

/**
 * The lengths to measure, in tokens: shares of the longest one. They double at first and then grow by eighths, where the
 * curve bends visibly; a long context is reached by doubling. Context 1024: 32, 64, 128, 256, 384, …
 */
export function lengthsUpTo(context: number): number[] {
  const near = Math.min(context, CLOSE);
  const lengths = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1].map((share) =>
    Math.max(1, Math.round(near * share)),
  );
  for (let length = 2 * CLOSE; length < context; length *= 2) lengths.push(length);
  return [...new Set([...lengths, context])];
}

/** A length that was not measured yet. */
export interface NextLength {
  readonly tokens: number;
  /** By what was measured so far; undefined for the first lengths, which are short. */
  readonly ms: number | undefined;
  /** For the stream between all blocks, and for keys and values. */
  readonly bytes: number;
  /** Whether it is so short and so small that nobody need be asked. */
  readonly isSmall: boolean;
}

/** undefined where everything up to the model's context is measured. */
export function nextLength(model: ModelInfo, measured: readonly DataPoint[]): NextLength | undefined {
  const tokens = lengthsUpTo(model.context)[measured.length];
  if (tokens === undefined) return undefined;
  const ms = fitted(model, measured)?.(tokens);
  const stream =
    Float32Array.BYTES_PER_ELEMENT * (model.layers + 1) * (model.streams?.count ?? 1) * model.dModel * tokens;
  const bytes = stream + costOfText(model, tokens).cacheBytes;
  return { tokens, ms, bytes, isSmall: (ms ?? 0) <= PATIENCE_MS && bytes <= PATIENCE_BYTES };
}
