// The parts of a report that are worth a line, and those that would have to go to keep a budget. Pure.
import type { ContextNode } from '../contract/contextReport.ts';

export interface ContextRow {
  readonly node: ContextNode;
  /** 0 at the top. */
  readonly depth: number;
  /** Of what is not shown below it: how many parts, and their tokens. */
  readonly others: { readonly parts: number; readonly tokens: number } | undefined;
}

/** Parts of one parent that are shown; the others are summed. */
const MOST_CHILDREN = 12;

/**
 * At most so many rows, in the order of the tree with the largest part first: whatever is largest of what is shown is opened
 * next, so that rows go to where the tokens are.
 */
export function contextRows(nodes: readonly ContextNode[], most: number): readonly ContextRow[] {
  const opened = new Set<ContextNode>();
  const top = largest(nodes.map(withoutChains));
  let waiting = [...top];
  for (let rows = top.length; waiting.length > 0; ) {
    const next = waiting.reduce((a, b) => (b.tokens > a.tokens ? b : a));
    waiting = waiting.filter((node) => node !== next);
    const children = largest(next.children);
    if (children.length === 0 || rows + children.length > most) continue;
    opened.add(next);
    rows += children.length;
    waiting.push(...children);
  }
  return top.flatMap((node) => rowsOf(node, 0, opened));
}

/** A folder with one thing in it is that thing, and a part that is all of what it is in has no row of its own. */
function withoutChains(node: ContextNode): ContextNode {
  const [only, ...others] = node.children;
  const isAll = only && others.length === 0 && only.tokens === node.tokens;
  if (isAll && node.kind === 'folder') return withoutChains(only);
  if (isAll) return withoutChains({ ...node, children: only.children });
  return { ...node, children: node.children.map(withoutChains) };
}

function rowsOf(node: ContextNode, depth: number, opened: ReadonlySet<ContextNode>): readonly ContextRow[] {
  if (!opened.has(node)) return [{ node, depth, others: undefined }];
  const shown = largest(node.children);
  const parts = node.children.length - shown.length;
  const tokens = sum(node.children) - sum(shown);
  const others = parts > 0 ? { parts, tokens } : undefined;
  return [{ node, depth, others }, ...shown.flatMap((child) => rowsOf(child, depth + 1, opened))];
}

function largest(nodes: readonly ContextNode[]): readonly ContextNode[] {
  return nodes.toSorted((a, b) => b.tokens - a.tokens).slice(0, MOST_CHILDREN);
}

/** The largest parts without parts, as many as it takes to save so many tokens. */
export function partsToCut(nodes: readonly ContextNode[], save: number): readonly ContextNode[] {
  const cut: ContextNode[] = [];
  let left = save;
  for (const node of leaves(nodes).toSorted((a, b) => b.tokens - a.tokens)) {
    if (left <= 0) break;
    cut.push(node);
    left -= node.tokens;
  }
  return cut;
}

function leaves(nodes: readonly ContextNode[]): readonly ContextNode[] {
  return nodes.flatMap((node) => (node.children.length > 0 ? leaves(node.children) : [node]));
}

/** What an agent has in its context from the beginning. */
export function alwaysLoaded(nodes: readonly ContextNode[]): number {
  return nodes.reduce((total, { loading, tokens, children }) => {
    if (loading) return total + (loading.when === 'always' ? tokens : 0);
    return total + alwaysLoaded(children);
  }, 0);
}

function sum(nodes: readonly ContextNode[]): number {
  return nodes.reduce((total, { tokens }) => total + tokens, 0);
}
