// Points into a square, and which of their names have room. Pure.

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Index into the colours; undefined = background. */
  readonly group: number | undefined;
}

/** Side of the square that points are placed in. */
export const SIZE = 100;
/** Share of the points on each side that does not set the scale. */
const FAR_OUT = 0.02;
const MARGIN = 8;

/** Into the square, with a margin for names. Each direction on its own scale; the few far out stand at the edge. */
export function placesOf(points: readonly ScatterPoint[]): readonly { readonly x: number; readonly y: number }[] {
  const across = scaleOf(points.map((point) => point.x));
  const up = scaleOf(points.map((point) => point.y));
  return points.map(({ x, y }) => ({ x: across(x), y: SIZE - up(y) }));
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(FAR_OUT), at(1 - FAR_OUT)];
  const unit = (SIZE - 2 * MARGIN) / (high - low || 1);
  return (value) => Math.max(2, Math.min(SIZE - 2, MARGIN + (value - low) * unit));
}

/** Those whose names do not run into one another, the important ones first. */
export function freeNames(
  wanted: readonly number[],
  places: readonly { readonly x: number; readonly y: number }[],
  widths: readonly number[],
  height: number,
): number[] {
  const free: number[] = [];
  for (const i of wanted) {
    const collides = free.some(
      (j) =>
        Math.abs(places[i].y - places[j].y) < height &&
        places[i].x < places[j].x + widths[j] &&
        places[j].x < places[i].x + widths[i],
    );
    if (!collides) free.push(i);
  }
  return free;
}
