// Nodes with what they had at the last commit. Pure.
import type { ContextNode } from '../contract/contextReport.ts';

/** The node, with the tokens of `then` before; undefined: it is new. Parts are found again by their names, in order. */
export function withBefore(node: ContextNode, then: ContextNode | undefined): ContextNode {
  const left = [...(then?.children ?? [])];
  const children = node.children.map((child) => {
    const at = left.findIndex(({ label }) => label === child.label);
    return withBefore(child, at < 0 ? undefined : left.splice(at, 1)[0]);
  });
  return { ...node, before: then?.tokens ?? 0, children };
}

/** What was there, and is no more. */
export function deletedNode(then: ContextNode): ContextNode {
  return { ...then, tokens: 0, before: then.tokens, children: [] };
}
