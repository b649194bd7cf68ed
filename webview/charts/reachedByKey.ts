// Keys in a group of shapes that can be chosen: arrows, Home and End lead from one to the next. Knows no shape.

/** The place of the shape in its group that Enter or the space bar confirms; undefined for other keys. */
export function reachedByKey(event: KeyboardEvent): number | undefined {
  const all = [...(event.currentTarget as Element).querySelectorAll<SVGElement>('[tabindex]')];
  const at = all.indexOf(event.target as SVGElement);
  const isConfirmed = event.key === 'Enter' || event.key === ' ';
  const to = towards(event.key, at, all.length - 1);
  if (at < 0 || (!isConfirmed && to === undefined)) return undefined;
  event.preventDefault();
  if (to !== undefined) all[Math.max(0, Math.min(all.length - 1, to))].focus();
  return isConfirmed ? at : undefined;
}

function towards(key: string, at: number, last: number): number | undefined {
  return { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[key];
}
