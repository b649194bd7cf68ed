// Where the cells of a treemap stand: squarified (Bruls, Huizing and van Wijk 2000), level by level, as deep as there is
// room. Pure: parts and a size in, rectangles out. Knows no drawing.
import { type HierarchyNode, type HierarchyRectangularNode, hierarchy, treemapSquarify } from 'd3-hierarchy';

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

type Sized = HierarchyNode<TreemapPart>;

const trees = new WeakMap<TreemapPart, Sized>();

/** Larger parts first. A part's value beyond that of its parts is room that stays empty in it. */
function sizedTree(root: TreemapPart): Sized {
  const known = trees.get(root);
  if (known) return known;
  const tree = hierarchy(root, ({ parts }) => parts as TreemapPart[])
    .sum(({ value, parts }) => Math.max(0, value - parts.reduce((sum, part) => sum + part.value, 0)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  trees.set(root, tree);
  return tree;
}

/** The cells of what is inside `root`, which has the whole of the size; outer ones before those inside them. */
export function treemapLayout(root: TreemapPart, width: number, height: number): readonly TreemapCell[] {
  const cells: TreemapCell[] = [];
  const waiting: { readonly node: Sized; readonly inside: Rectangle }[] = [
    { node: sizedTree(root), inside: { x: 0, y: 0, width, height } },
  ];
  // The largest is opened first, whatever its depth: where there are too many cells, the smallest are left out.
  for (let next = waiting.shift(); next && cells.length < MOST_CELLS; next = waiting.shift()) {
    for (const { node, ...place } of tiled(next.node, next.inside)) {
      const open = node.children !== undefined && isRoomy(place);
      cells.push({ part: node.data, ...place, open });
      if (open) insert(waiting, { node, inside: insideOf(place) });
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

/** Into a list by falling area. */
function insert<Waiting extends { readonly inside: Rectangle }>(list: Waiting[], one: Waiting): void {
  const area = ({ inside }: Waiting) => inside.width * inside.height;
  const at = list.findIndex((other) => area(other) < area(one));
  list.splice(at < 0 ? list.length : at, 0, one);
}

/** The rectangles of a node's children. d3 writes them into the nodes, half a gap on each side is taken off here. */
function tiled(node: Sized, { x, y, width, height }: Rectangle): readonly (Rectangle & { readonly node: Sized })[] {
  if (!node.children || !node.value) return [];
  treemapSquarify(node as HierarchyRectangularNode<TreemapPart>, x, y, x + width, y + height);
  return (node.children as HierarchyRectangularNode<TreemapPart>[])
    .map((child) => ({
      node: child as Sized,
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
