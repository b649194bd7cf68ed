// Chooses one of a few steps of tint for a weight. Pure; knows no editor.

export const TINT_LEVELS = 8;
/** Tints for smaller weights would colour nearly every token a little, and so show nothing. */
const FAINTEST = 0.02;

/**
 * The step for a weight from 0 to 1; undefined = no tint. Steps follow the square root, so that the many small weights
 * can be told apart: 0.02 → 1 (the second of eight), 0.25 → 3, 1 → 7.
 */
export function tintLevel(weight: number): number | undefined {
  if (!(weight >= FAINTEST)) return undefined;
  return Math.min(TINT_LEVELS - 1, Math.ceil(Math.sqrt(weight) * TINT_LEVELS) - 1);
}
