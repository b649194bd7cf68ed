// Arcs above a line of places: half ellipses whose height grows with their reach. Pure.

export interface Edge {
  readonly from: number;
  readonly to: number;
  /** 0…1 */
  readonly weight: number;
}

export interface Arc extends Edge {
  /** SVG path from `from` to `to`; a small loop where they are one. */
  readonly path: string;
  /** Stroke width in pixels. */
  readonly width: number;
}

/** Weaker ones are left out: they would be a fog. */
const FAINTEST = 0.02;
const WIDEST = 6;

/** `centers[i]` = where place i stands; `height` = room above the line. Strongest last, so that they lie on top. */
export function arcsLayout(edges: readonly Edge[], centers: readonly number[], height: number): readonly Arc[] {
  const reach = Math.max(1, ...edges.map(({ from, to }) => Math.abs(centers[from] - centers[to])));
  return edges
    .filter(({ weight }) => weight >= FAINTEST)
    .toSorted((a, b) => a.weight - b.weight)
    .map((edge) => ({
      ...edge,
      path: path(centers[edge.from], centers[edge.to], reach, height),
      width: Math.max(0.75, edge.weight * WIDEST),
    }));
}

function path(from: number, to: number, reach: number, height: number): string {
  if (from === to)
    return `M ${from - 4} ${height} C ${from - 12} ${height - 22}, ${from + 12} ${height - 22}, ${from + 4} ${height}`;
  const share = Math.sqrt(Math.abs(from - to) / reach);
  const top = height - 14 - (height - 20) * share;
  return `M ${from} ${height} C ${from} ${top}, ${to} ${top}, ${to} ${height}`;
}

/** The places shown: at most `most` around the one in the middle of interest. */
export function windowAround(
  center: number,
  count: number,
  most: number,
): { readonly start: number; readonly end: number } {
  const start = Math.max(0, Math.min(center - Math.floor(most * 0.75), count - most));
  return { start, end: Math.min(count, start + most) };
}
