// The tree of branches as lines of text: each goes on by what came first after every token, and what was tried instead
// begins a line of its own below. Says where a key leads. Pure.
import { type Branches, type BranchNode, type NodeId, ROOT } from '../../state/branches.ts';

export interface BranchLine {
  readonly nodes: readonly BranchNode[];
  /** How many forks lead to it: 0 for the first line. */
  readonly depth: number;
  /** What came first where the line begins; undefined for the first line. */
  readonly insteadOf: BranchNode | undefined;
}

interface Beginning {
  readonly first: BranchNode;
  readonly depth: number;
  readonly insteadOf: BranchNode | undefined;
}

/** Below each line those that fork from it, in the order of the text. A stack, since a branch may have thousands of tokens. */
export function linesOf({ nodes }: Branches): readonly BranchLine[] {
  const children = Map.groupBy(nodes.values(), ({ parent }) => parent);
  const lines: BranchLine[] = [];
  const begin = (siblings: readonly BranchNode[], depth: number): Beginning[] =>
    siblings.slice(1).map((first) => ({ first, depth, insteadOf: siblings[0] }));
  const roots = children.get(ROOT) ?? [];
  const waiting = begin(roots, 1).reverse();
  if (roots.length > 0) waiting.push({ first: roots[0], depth: 0, insteadOf: undefined });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { first, depth, insteadOf } = next;
    const line: BranchNode[] = [];
    const forks: Beginning[] = [];
    for (let node: BranchNode | undefined = first; node; node = children.get(node.id)?.[0]) {
      line.push(node);
      forks.push(...begin(children.get(node.id) ?? [], depth + 1));
    }
    lines.push({ nodes: line, depth, insteadOf });
    waiting.push(...forks.reverse());
  }
  return lines;
}

/** The line in which a node stands; -1 for ROOT. */
export function lineWith(lines: readonly BranchLine[], id: NodeId): number {
  return lines.findIndex(({ nodes }) => nodes.some((node) => node.id === id));
}

/**
 * Right and left go along the branch, down and up to the same position in the next line, or what is nearest to it there.
 * undefined for other keys, and where there is nothing.
 */
export function nodeByKey(lines: readonly BranchLine[], id: NodeId, key: string): NodeId | undefined {
  if (lines.length === 0) return undefined;
  if (key === 'Home') return ROOT;
  const line = lineWith(lines, id);
  if (line < 0) return key === 'ArrowRight' || key === 'ArrowDown' ? lines[0].nodes[0].id : endByKey(lines[0], key);
  const { nodes } = lines[line];
  const at = nodes.findIndex((node) => node.id === id);
  if (key === 'ArrowRight') return nodes[at + 1]?.id;
  if (key === 'ArrowLeft') return nodes[at].parent;
  if (key === 'ArrowUp' && line === 0) return ROOT;
  const other = { ArrowDown: lines[line + 1], ArrowUp: lines[line - 1] }[key];
  return other ? nearest(other, nodes[at].step.index).id : endByKey(lines[line], key);
}

function endByKey({ nodes }: BranchLine, key: string): NodeId | undefined {
  return key === 'End' ? nodes[nodes.length - 1].id : undefined;
}

/** A line has one token for each position that it passes. */
function nearest({ nodes }: BranchLine, index: number): BranchNode {
  const at = index - nodes[0].step.index;
  return nodes[Math.min(Math.max(at, 0), nodes.length - 1)];
}
