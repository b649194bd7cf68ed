// The parts of a text as the rows of a tree: which are open, and on which level each stands. Pure.

/** Parents stand before their parts. */
export interface InnerPart {
  readonly parent: number | undefined;
}

export interface PartRow<Part> {
  /** Its place among the parts. */
  readonly at: number;
  readonly part: Part;
  /** 1 for the first ones. */
  readonly level: number;
  /** Its number among the parts of its parent, 1 = first, and how many these are. */
  readonly place: number;
  readonly of: number;
  /** undefined where it has no parts. */
  readonly isOpen: boolean | undefined;
}

/** What is seen: the first parts, and below each that is open its own. */
export function rowsOf<Part extends InnerPart>(
  parts: readonly Part[],
  isOpen: (at: number) => boolean,
): readonly PartRow<Part>[] {
  const inside = placesByParent(parts);
  const below = (parent: number | undefined, level: number): readonly PartRow<Part>[] => {
    const places = inside.get(parent) ?? [];
    return places.flatMap((at, i) => {
      const open = inside.has(at) ? isOpen(at) : undefined;
      const row = { at, part: parts[at], level, place: i + 1, of: places.length, isOpen: open };
      return open ? [row, ...below(at, level + 1)] : [row];
    });
  };
  return below(undefined, 1);
}

/** The part with the largest number, without its sign, of its parts the one that has it, and so on: where a reader would look first. */
export function pathOfLargest(parts: readonly InnerPart[], numberOf: (at: number) => number): ReadonlySet<number> {
  const inside = placesByParent(parts);
  const size = (at: number) => Math.abs(numberOf(at));
  const path = new Set<number>();
  let level = inside.get(undefined);
  while (level) {
    const largest = level.reduce((most, at) => (size(at) > size(most) ? at : most));
    path.add(largest);
    level = inside.get(largest);
  }
  return path;
}

/** The places of the parts of each part, in order. */
function placesByParent(parts: readonly InnerPart[]): ReadonlyMap<number | undefined, readonly number[]> {
  return Map.groupBy(parts.keys(), (at) => parts[at].parent);
}
