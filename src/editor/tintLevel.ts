// Which of the few steps of tint a weight gets. Pure.

export const TINT_LEVELS = 8;
/** Weaker ones would tint everything a little and say nothing. */
const FAINTEST = 0.02;

/**
 * Steps follow the square root, so that the many small weights can be told apart: 0.02 → 1 (second of eight), 0.25 → 3,
 * 1 → 7; undefined = no tint.
 */
export function tintLevel(weight: number): number | undefined {
  if (!(weight >= FAINTEST)) return undefined;
  return Math.min(TINT_LEVELS - 1, Math.ceil(Math.sqrt(weight) * TINT_LEVELS) - 1);
}
