// Where the cells of a treemap stand: squarified (Bruls, Huizing and van Wijk 2000), level by level, as deep as there is
// room. Pure: parts and a size in, rectangles out. Knows no drawing.
import { type HierarchyRectangularNode, treemapSquarify } from 'd3-hierarchy';

export interface TreemapPart {
  readonly id: string;
  readonly label: string;
  /** With all of its parts; at least 0. */
  readonly value: number;
  /** From 1 to 8, see theme/groups.ts. */
  readonly group: number;
  readonly parts: readonly TreemapPart[];
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TreemapCell extends Rectangle {
  readonly part: TreemapPart;
  /** Whether its parts are drawn inside, below its name. */
  readonly open: boolean;
}

/** The strip with the name of a cell whose parts are drawn inside. */
export const NAME_HEIGHT = 19;
const GAP = 2;
/** A cell that is smaller shows no parts. */
const LEAST_OPEN = { width: 50, height: 38 };
/** A cell that is smaller is not drawn: nobody could point at it. */
const LEAST_DRAWN = 4;
/** So that a browser lays them out within a frame. */
const MOST_CELLS = 600;

/** What d3 tiles: it reads the values of a node and its children, and writes their rectangles. */
interface Tiled {
  readonly part: TreemapPart;
  readonly value: number;
  readonly children?: readonly Tiled[];
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A part's value beyond that of its parts is room that stays empty in it. */
function tiledNode(part: TreemapPart, children?: readonly Tiled[]): Tiled {
  const inside = children?.reduce((sum, { value }) => sum + value, 0) ?? 0;
  return { part, value: Math.max(part.value, inside), ...(children && { children }), x0: 0, y0: 0, x1: 0, y1: 0 };
}

/** The cells of what is inside `root`, which has the whole of the size; outer ones before those inside them. */
export function treemapLayout(root: TreemapPart, width: number, height: number): readonly TreemapCell[] {
  const cells: TreemapCell[] = [];
  const waiting: Waiting[] = [{ part: root, inside: { x: 0, y: 0, width, height } }];
  // The largest is opened first, whatever its depth: where there are too many cells, the smallest are left out.
  for (let next = waiting.shift(); next && cells.length < MOST_CELLS; next = waiting.shift()) {
    for (const { part, ...place } of tiled(next.part, next.inside).slice(0, MOST_CELLS - cells.length)) {
      const open = isRoomy(place) && part.parts.length > 0;
      cells.push({ part, ...place, open });
      if (open) insert(waiting, { part, inside: insideOf(place) });
    }
  }
  return cells;
}

function isRoomy({ width, height }: Rectangle): boolean {
  return width >= LEAST_OPEN.width && height >= LEAST_OPEN.height;
}

function insideOf({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x + GAP, y: y + NAME_HEIGHT, width: width - 2 * GAP, height: height - NAME_HEIGHT - GAP };
}

/** A part to be opened, and the room for its parts. */
interface Waiting {
  readonly part: TreemapPart;
  readonly inside: Rectangle;
}

/** Into a list by falling area. */
function insert(list: Waiting[], one: Waiting): void {
  const area = ({ inside }: Waiting) => inside.width * inside.height;
  const at = list.findIndex((other) => area(other) < area(one));
  list.splice(at < 0 ? list.length : at, 0, one);
}

/** The rectangles of a part's parts, the largest first; half a gap is taken off on each side. */
function tiled(
  part: TreemapPart,
  { x, y, width, height }: Rectangle,
): readonly (Rectangle & { readonly part: TreemapPart })[] {
  const children = part.parts.map((one) => tiledNode(one)).sort((a, b) => b.value - a.value);
  const node = tiledNode(part, children);
  if (node.value <= 0) return [];
  treemapSquarify(node as unknown as HierarchyRectangularNode<unknown>, x, y, x + width, y + height);
  return children
    .map((child) => ({
      part: child.part,
      x: child.x0 + GAP / 2,
      y: child.y0 + GAP / 2,
      width: child.x1 - child.x0 - GAP,
      height: child.y1 - child.y0 - GAP,
    }))
    .filter((one) => one.width >= LEAST_DRAWN && one.height >= LEAST_DRAWN);
}

/** The cell that an arrow key leads to from another: the nearest one in that direction; undefined at the border. */
export function cellTowards(cells: readonly TreemapCell[], from: TreemapCell, key: string): TreemapCell | undefined {
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  if (!direction) return undefined;
  const [alongX, alongY] = direction;
  const start = middle(from);
  let best: { readonly cell: TreemapCell; readonly cost: number } | undefined;
  for (const cell of cells) {
    const to = middle(cell);
    const [dx, dy] = [to.x - start.x, to.y - start.y];
    const ahead = dx * alongX + dy * alongY;
    if (cell === from || ahead < 1) continue;
    const cost = ahead + 3 * Math.abs(dx * alongY + dy * alongX); // rather straight on than near by
    if (!best || cost < best.cost) best = { cell, cost };
  }
  return best?.cell;
}

/** Of what is seen of a cell: of an open one the strip with its name. */
function middle({ x, y, width, height, open }: TreemapCell): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + (open ? NAME_HEIGHT : height) / 2 };
}
