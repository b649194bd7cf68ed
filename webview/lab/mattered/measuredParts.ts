// What was measured of the parts of a text: which of it a token is tinted by, and how often the text was read for it. Pure.
import type { MatteredPart } from '../../../src/contract/mattered.ts';

/**
 * The change of the smallest measured part that each token is in, as shares of the largest one, from −1 to 1; 0 where none
 * is. undefined where nothing was measured, or nothing changed. [tokens]
 */
export function tintOf(parts: readonly MatteredPart[], tokens: number): Float32Array<ArrayBuffer> | undefined {
  const changes = new Float32Array(tokens);
  for (const { span, bits } of parts) if (bits !== undefined) changes.fill(bits, span.start, span.end); // parents first
  const most = changes.reduce((largest, bits) => Math.max(largest, Math.abs(bits)), 0);
  return most > 0 ? changes.map((bits) => bits / most) : undefined;
}

/** How often the text was read again for it: what cannot be hidden was not read. */
export function readingsOf(parts: readonly MatteredPart[]): number {
  return parts.filter(({ bits }) => bits !== undefined).length;
}
