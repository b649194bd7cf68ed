// Places a graph whose nodes stand in columns and levels, the levels from the bottom up: links are lines within a column,
// curves between columns, or marks on a column. Pure.

export interface FlowNode {
  readonly column: number;
  /** 0 = lowest */
  readonly level: number;
}

export interface FlowLink {
  /** strong: a curve that stands out; quiet: one that recedes; mark: a square between its ends, in one column. */
  readonly look: 'strong' | 'quiet' | 'mark';
  readonly from: FlowNode;
  readonly to: FlowNode;
  /** From 0 to 1. */
  readonly weight: number;
}

export interface FlowSize {
  readonly columns: number;
  readonly levels: number;
  /** The width that there is, in px. */
  readonly room: number;
}

export interface FlowGraphLayout {
  readonly width: number;
  readonly height: number;
  readonly x: (column: number) => number;
  readonly y: (level: number) => number;
  /** Of each link, in their order. */
  readonly shapes: readonly FlowShape[];
}

export type FlowShape =
  | { readonly kind: 'path'; readonly d: string; readonly width: number }
  | { readonly kind: 'mark'; readonly x: number; readonly y: number; readonly side: number };

/** Room for the names of rows, and around the rest, in px. */
export const LEFT = 22;
const EDGE = 14;
/** Between columns, and between levels, in px. */
const COLUMN = { least: 22, most: 72 };
const LEVEL = { least: 8, most: 22, all: 380 };
/** A link of weight 1; others by the square root, since most are small. */
const WIDEST = 7;
/** How far a further link between the same nodes bends away from the one before. */
const BEND = 7;

export function flowGraphLayout(links: readonly FlowLink[], { columns, levels, room }: FlowSize): FlowGraphLayout {
  const pitch = clamp((room - LEFT - 2 * EDGE) / Math.max(1, columns), COLUMN.least, COLUMN.most);
  const step = clamp(LEVEL.all / Math.max(1, levels - 1), LEVEL.least, LEVEL.most);
  const x = (column: number) => LEFT + EDGE + (column + 0.5) * pitch;
  const y = (level: number) => EDGE + (levels - 1 - level) * step;
  const seen = new Map<string, number>();
  const shapes = links.map((link): FlowShape => {
    const from = { x: x(link.from.column), y: y(link.from.level) };
    const to = { x: x(link.to.column), y: y(link.to.level) };
    if (link.look === 'mark')
      return { kind: 'mark', x: to.x, y: (from.y + to.y) / 2, side: 3 + 7 * Math.sqrt(link.weight) };
    const width = WIDEST * Math.sqrt(link.weight);
    if (link.look === 'quiet') return { kind: 'path', d: `M${from.x} ${from.y}L${to.x} ${to.y}`, width };
    const key = `${link.from.column} ${link.to.column} ${link.to.level}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    // Within its column a curve would lie on the quiet line, and bends away from it.
    const bend = (before + (from.x === to.x ? 1 : 0)) * BEND;
    const half = (from.y - to.y) / 2;
    return {
      kind: 'path',
      d: `M${from.x} ${from.y}C${from.x + bend} ${from.y - half} ${to.x + bend} ${to.y + half} ${to.x} ${to.y}`,
      width,
    };
  });
  return { width: LEFT + 2 * EDGE + columns * pitch, height: y(0) + EDGE, x, y, shapes };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
