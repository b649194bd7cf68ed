// Places points in a square and decides which of their names have room. Pure.

export interface ScatterPoint {
  /** In any unit; y grows upwards. */
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** The index of a colour; undefined for a point of the background. */
  readonly group: number | undefined;
}

/** The side of the square that points are placed in. It has no unit: the SVG scales it. */
export const SIZE = 100;
/** The share of points at each end of an axis that does not set its scale: a few outliers would crowd all others. */
const FAR_OUT = 0.02;
const MARGIN = 8;

/**
 * Places in the square, where y grows downwards as in SVG. Each axis has its own scale, so that distances along x and y
 * cannot be compared; the few points that are far out stand at the edge.
 */
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

/**
 * The indices of `wanted` whose names do not overlap. Earlier ones win, so the important ones stand first. A name takes
 * widths[i] × height to the right of its place, in the units of the places.
 */
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
