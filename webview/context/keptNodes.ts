// What is checked as nodes of their own, as they are named in the view: what is copied or saved has no more. Pure.
import type { ContextNode } from '../../src/contract/contextReport.ts';
import type { Checks } from './checks.ts';
import type { ContextTree } from './contextTree.ts';
import { labelOf } from './nodeWords.ts';

/** A part that has lost some of what it has is not compared with the last commit. */
export function keptNodes({ roots, where }: ContextTree, checks: Checks): readonly ContextNode[] {
  const kept = (node: ContextNode): readonly ContextNode[] => {
    if (checks.stateOf(node.id) === 'none') return [];
    const children = node.children.flatMap(kept);
    const tokens = node.tokens - sum(node.children) + sum(children);
    const before = tokens === node.tokens ? node.before : undefined;
    const folders = where.get(node.id);
    const label = folders === undefined ? labelOf(node) : `${folders}/${labelOf(node)}`;
    return [{ ...node, label, tokens, before, children }];
  };
  return roots.flatMap(kept);
}

function sum(nodes: readonly ContextNode[]): number {
  return nodes.reduce((all, { tokens }) => all + tokens, 0);
}
