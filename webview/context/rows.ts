// The rows of the tree: what is open, what the filter lets through, and in which order. Pure.
import type { ContextNode } from '../../src/contract/contextReport.ts';
import { changeOf } from './contextTree.ts';

export interface ContextRow {
  readonly node: ContextNode;
  /** 1 for the outermost. */
  readonly level: number;
  /** Its place among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly siblings: number;
  /** undefined where there is nothing inside. */
  readonly expanded: boolean | undefined;
}

export interface RowView {
  readonly expanded: ReadonlySet<string>;
  readonly filter: string;
  readonly changedOnly: boolean;
  /** The folders of files that are not shown inside them; the filter looks at them, too. */
  readonly where: ReadonlyMap<string, string>;
  readonly order: 'size' | 'given';
}

export function rowsOf(roots: readonly ContextNode[], view: RowView): readonly ContextRow[] {
  const rows: ContextRow[] = [];
  const shows = matcher(view);
  const add = (nodes: readonly ContextNode[], level: number, all: boolean): void => {
    const shown = shows && !all ? nodes.filter((node) => shows(node) !== 'no') : nodes;
    const ordered = view.order === 'size' ? bySize(shown) : shown;
    for (const [at, node] of ordered.entries()) {
      const match = !shows || all ? undefined : shows(node);
      const expanded = node.children.length > 0 ? view.expanded.has(node.id) || match === 'inside' : undefined;
      rows.push({ node, level, position: at + 1, siblings: ordered.length, expanded });
      if (expanded) add(node.children, level + 1, all || match === 'itself');
    }
  };
  add(roots, 1, false);
  return rows;
}

type Match = 'itself' | 'inside' | 'no';

/** What is inside of something that matches is shown, too; undefined where everything is. */
function matcher({ filter, changedOnly, where }: RowView): ((node: ContextNode) => Match) | undefined {
  const wanted = filter.trim().toLocaleLowerCase();
  if (!wanted && !changedOnly) return undefined;
  const known = new Map<string, Match>();
  const match = (node: ContextNode): Match => {
    const found = known.get(node.id) ?? matchOf(node);
    known.set(node.id, found);
    return found;
  };
  const isLeafOfChange = (node: ContextNode) =>
    changeOf(node) !== undefined && node.children.every((one) => match(one) === 'no');
  const matchOf = (node: ContextNode): Match => {
    const name = `${where.get(node.id) ?? ''}/${node.label}`;
    const named = !wanted || name.toLocaleLowerCase().includes(wanted);
    if (named && (!changedOnly || isLeafOfChange(node))) return 'itself';
    return node.children.some((child) => match(child) !== 'no') ? 'inside' : 'no';
  };
  return match;
}

const sorted = new WeakMap<readonly ContextNode[], readonly ContextNode[]>();

function bySize(nodes: readonly ContextNode[]): readonly ContextNode[] {
  const known = sorted.get(nodes);
  if (known) return known;
  const list = [...nodes].sort((a, b) => b.tokens - a.tokens);
  sorted.set(nodes, list);
  return list;
}

/** The row that a typed beginning leads to: the next one behind `from`, around the end. */
export function rowBeginningWith(rows: readonly ContextRow[], typed: string, from: number): number | undefined {
  const wanted = typed.toLocaleLowerCase();
  // One letter leads on to the next row, more letters may stay where they are.
  const first = wanted.length > 1 ? from : from + 1;
  for (let step = 0; step < rows.length; step++) {
    const at = (first + step) % rows.length;
    if (rows[at].node.label.toLocaleLowerCase().startsWith(wanted)) return at;
  }
  return undefined;
}
