// Cuts a text of any length into windows that a model can read, so that every token is predicted from as much of what is
// before it as there is, or from half a window at least: the sliding window in which perplexity is measured. Pure.
import type { Windows } from '../contract/documentReading.ts';

/**
 * The longest window, in tokens. All but the first half of each is read for context alone, so that a long text is read
 * twice, whatever the length; what grows with it is the work on attention, and the wait for the first answer.
 */
const MOST_TOKENS = 1024;

export interface Window {
  /** It reads tokens [start, end) of the text and predicts [first, end). */
  readonly start: number;
  readonly first: number;
  readonly end: number;
}

/** `front` tokens stand before each window. undefined where the context has no room to predict a token from another. */
export function windowsFor(context: number, front: number): Windows | undefined {
  const length = Math.min(context, MOST_TOKENS) - front;
  if (length < 1 || length + front < 2) return undefined;
  return { length, stride: Math.max(1, Math.floor(length / 2)) };
}

/** A text of 10 tokens in windows of 4 with stride 2: 0–4, 2–6, 4–8, 6–10. */
export function windowCount(tokens: number, { length, stride }: Windows): number {
  return tokens === 0 ? 0 : 1 + Math.max(0, Math.ceil((tokens - length) / stride));
}

/** Of these, the third reads tokens 4–8 and predicts 6–8. */
export function windowAt(index: number, tokens: number, { length, stride }: Windows): Window {
  const start = index * stride;
  return { start, first: index === 0 ? 0 : start + length - stride, end: Math.min(tokens, start + length) };
}

/** The window that predicts a token. */
export function windowOf(token: number, { length, stride }: Windows): number {
  return token < length ? 0 : 1 + Math.floor((token - length) / stride);
}
