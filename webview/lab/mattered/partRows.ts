// The parts of a text as the rows of a tree: which are open, on which level each stands, and the part that a token is
// tinted by. Pure.
import type { MatteredPart } from '../../../src/contract/mattered.ts';

export interface PartRow {
  /** Its place among the parts. */
  readonly at: number;
  readonly part: MatteredPart;
  /** 1 for the first ones. */
  readonly level: number;
  /** Its number among the parts of its parent, 1 = first, and how many these are. */
  readonly place: number;
  readonly of: number;
  /** undefined where it has no parts that were measured, or are to be. */
  readonly isOpen: boolean | undefined;
}

/** What is seen: the first parts, and below each that is open its own. */
export function rowsOf(parts: readonly MatteredPart[], isOpen: (at: number) => boolean): readonly PartRow[] {
  const inside = placesByParent(parts);
  const below = (parent: number | undefined, level: number): readonly PartRow[] => {
    const places = inside.get(parent) ?? [];
    return places.flatMap((at, i) => {
      const open = inside.has(at) ? isOpen(at) : undefined;
      const row = { at, part: parts[at], level, place: i + 1, of: places.length, isOpen: open };
      return open ? [row, ...below(at, level + 1)] : [row];
    });
  };
  return below(undefined, 1);
}

/** The part that changed most, of its parts the one that did, and so on: where a reader would look first. */
export function pathOfLargest(parts: readonly MatteredPart[]): ReadonlySet<number> {
  const inside = placesByParent(parts);
  const size = (at: number) => Math.abs(parts[at].bits ?? 0);
  const path = new Set<number>();
  let level = inside.get(undefined);
  while (level) {
    const largest = level.reduce((most, at) => (size(at) > size(most) ? at : most));
    path.add(largest);
    level = inside.get(largest);
  }
  return path;
}

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

/** The places of the parts of each part, in order. */
function placesByParent(parts: readonly MatteredPart[]): ReadonlyMap<number | undefined, readonly number[]> {
  return Map.groupBy(parts.keys(), (at) => parts[at].parent);
}
