// The nodes of a report as one tree that the list and the map show: in the folders as they were chosen, or by category. An
// index of them finds a node by its id. Knows no drawing.
import { CONTEXT_CATEGORIES, type ContextCategory, type ContextNode } from '../../src/contract/contextReport.ts';
import { categoryName } from './categories.ts';

export type Grouping = 'folders' | 'categories';

export interface IndexedNode {
  readonly node: ContextNode;
  readonly parent: string | undefined;
}

export interface ContextTree {
  readonly roots: readonly ContextNode[];
  readonly tokens: number;
  readonly index: ReadonlyMap<string, IndexedNode>;
  /** The folders of a file that is not shown inside them, by its id: 'docs/how-to'. */
  readonly where: ReadonlyMap<string, string>;
}

export function contextTree(nodes: readonly ContextNode[], grouping: Grouping): ContextTree {
  const where = new Map<string, string>();
  const roots = grouping === 'folders' ? nodes : byCategory(nodes, where);
  const index = new Map<string, IndexedNode>();
  const add = (node: ContextNode, parent: string | undefined): void => {
    index.set(node.id, { node, parent });
    for (const child of node.children) add(child, node.id);
  };
  for (const root of roots) add(root, undefined);
  return { roots, tokens: sum(roots), index, where };
}

/** What is in a folder is sorted, and not the folder itself. */
function byCategory(nodes: readonly ContextNode[], where: Map<string, string>): readonly ContextNode[] {
  const found = new Map<ContextCategory, ContextNode[]>();
  const sort = (node: ContextNode, folders: readonly string[]): void => {
    if (node.kind === 'folder') {
      for (const child of node.children) sort(child, [...folders, node.label]);
      return;
    }
    if (folders.length > 0) where.set(node.id, folders.join('/'));
    const list = found.get(node.category);
    if (list) list.push(node);
    else found.set(node.category, [node]);
  };
  // Of a single folder the name is the title's already.
  const [only] = nodes;
  const isInOne = nodes.length === 1 && only.kind === 'folder';
  for (const node of isInOne ? only.children : nodes) sort(node, []);
  return CONTEXT_CATEGORIES.flatMap((category) => {
    const children = found.get(category);
    return children ? [categoryNode(category, children)] : [];
  });
}

function categoryNode(category: ContextCategory, children: readonly ContextNode[]): ContextNode {
  const wasCounted = children.some(({ before }) => before !== undefined);
  return {
    id: `category:${category}`,
    label: categoryName(category),
    kind: 'folder',
    category,
    tokens: sum(children),
    before: wasCounted ? children.reduce((all, { before, tokens }) => all + (before ?? tokens), 0) : undefined,
    place: undefined,
    children,
  };
}

function sum(nodes: readonly ContextNode[]): number {
  return nodes.reduce((all, { tokens }) => all + tokens, 0);
}

/** The tokens of each category in all of the nodes, in the order of the categories; those without any are left out. */
export function categoryTokens(nodes: readonly ContextNode[]): readonly (readonly [ContextCategory, number])[] {
  return byCategory(nodes, new Map()).map(({ category, tokens }) => [category, tokens]);
}

/** From the outermost node to the one of this id. */
export function pathTo({ index }: ContextTree, id: string): readonly ContextNode[] {
  const path: ContextNode[] = [];
  for (let at = index.get(id); at; at = at.parent === undefined ? undefined : index.get(at.parent))
    path.unshift(at.node);
  return path;
}

/** What it has more than at the last commit; undefined where it is the same or that is not known. */
export function changeOf({ tokens, before }: ContextNode): number | undefined {
  return before === undefined || before === tokens ? undefined : tokens - before;
}
