// Lays out arcs above a line of places: the further an arc reaches, the higher it is. Places and sizes are in px. Pure.
import { largest } from '../text/largest.ts';

export interface Edge {
  readonly from: number;
  readonly to: number;
  /** From 0 to 1. */
  readonly weight: number;
}

export interface Arc extends Edge {
  /** The SVG path from `from` to `to`; a small loop where both are the same place. */
  readonly path: string;
  /** Stroke width in px. */
  readonly width: number;
}

/** Edges of less weight are left out: most are tiny, and so many faint arcs would hide the pattern. */
const FAINTEST = 0.02;
/** Stroke width of an edge of weight 1, in px. */
const WIDEST = 6;

/**
 * `centers[i]` is where place i stands, `height` the room above the line. The strongest arcs come last, so that they
 * are drawn on top.
 */
export function arcsLayout(edges: readonly Edge[], centers: readonly number[], height: number): readonly Arc[] {
  const reach = largest(
    edges.map(({ from, to }) => Math.abs(centers[from] - centers[to])),
    1,
  );
  return edges
    .filter(({ weight }) => weight >= FAINTEST)
    .toSorted((a, b) => a.weight - b.weight)
    .map((edge) => ({
      ...edge,
      path: path(centers[edge.from], centers[edge.to], reach, height),
      width: Math.max(0.75, edge.weight * WIDEST),
    }));
}

/**
 * A cubic Bézier curve. Its height grows with the square root of its reach, so that arcs between neighbours can still
 * be seen beside the longest one.
 */
function path(from: number, to: number, reach: number, height: number): string {
  if (from === to)
    return `M ${from - 4} ${height} C ${from - 12} ${height - 22}, ${from + 12} ${height - 22}, ${from + 4} ${height}`;
  const share = Math.sqrt(Math.abs(from - to) / reach);
  const top = height - 14 - (height - 20) * share;
  return `M ${from} ${height} C ${from} ${top}, ${to} ${top}, ${to} ${height}`;
}

/**
 * The places [start, end) that are shown of `count`: at most `most`. Three quarters of them lie before `center`, since
 * arcs lead to earlier places.
 */
export function windowAround(
  center: number,
  count: number,
  most: number,
): { readonly start: number; readonly end: number } {
  const start = Math.max(0, Math.min(center - Math.floor(most * 0.75), count - most));
  return { start, end: Math.min(count, start + most) };
}
