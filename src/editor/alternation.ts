// Which of two tints each token gets: neighbours differ, and a token keeps its tint while a text is scrolled and edited
// below it. Knows no editor.

export interface Unit {
  readonly start: number;
  readonly end: number;
}

/** The tints by where units begin; a unit that was there before keeps its tint, and so do those that follow on it. */
export function alternation(
  units: readonly Unit[],
  before: ReadonlyMap<number, boolean>,
): ReadonlyMap<number, boolean> {
  const known = units.findIndex(({ start }) => before.has(start));
  const first = known < 0 ? false : before.get(units[known].start) !== (known % 2 === 1);
  return new Map(units.map(({ start }, i) => [start, first !== (i % 2 === 1)]));
}
