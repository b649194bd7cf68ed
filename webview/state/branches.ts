// Generation as a tree: every token that was generated, each below the one before it, and the branch that is shown. An
// immutable value; knows steps, asks nobody.
import type { RecordedStep } from './recordedStep.ts';

/** Never given twice in one tree, so that what remembers a node finds that one or none. */
export type NodeId = number;

/** The end of the explained text, which the first generated tokens follow. It is no node. */
export const ROOT: NodeId = 0;

export interface BranchNode {
  readonly id: NodeId;
  /** The node before, or ROOT. */
  readonly parent: NodeId;
  readonly step: RecordedStep;
}

export interface Branches {
  /** Oldest first: a node comes after its parent. */
  readonly nodes: ReadonlyMap<NodeId, BranchNode>;
  /** The last node of the branch that is shown; ROOT for the text alone. */
  readonly shown: NodeId;
  /** The id of the next new node. */
  readonly unused: NodeId;
}

export const NO_BRANCHES: Branches = { nodes: new Map(), shown: ROOT, unused: ROOT + 1 };

/** The nodes from the first generated token to this one; none for ROOT. */
export function pathTo({ nodes }: Branches, id: NodeId): readonly BranchNode[] {
  const path: BranchNode[] = [];
  for (let node = nodes.get(id); node; node = nodes.get(node.parent)) path.push(node);
  return path.reverse();
}

/** Goes on from what is shown by one step. A token that was there already keeps its place and what follows it. */
export function withStep(branches: Branches, step: RecordedStep): Branches {
  const { nodes, shown, unused } = branches;
  const same = childOf(branches, shown, step.token.id);
  const id = same?.id ?? unused;
  const changed = new Map(nodes).set(id, { id, parent: shown, step });
  return { nodes: changed, shown: id, unused: same ? unused : unused + 1 };
}

/** The node with this token right after another one. */
export function childOf({ nodes }: Branches, parent: NodeId, token: number): BranchNode | undefined {
  for (const node of nodes.values()) if (node.parent === parent && node.step.token.id === token) return node;
  return undefined;
}

/** The end of the line that goes on from a node, by the token that came first after each. */
export function tipOf({ nodes }: Branches, id: NodeId): NodeId {
  let tip = id;
  // A node comes after its parent, so that one walk through all of them passes along the line.
  for (const node of nodes.values()) if (node.parent === tip) tip = node.id;
  return tip;
}

/** Shows another branch, or the beginning of one. An id that is gone changes nothing. */
export function showing(branches: Branches, id: NodeId): Branches {
  return id === ROOT || branches.nodes.has(id) ? { ...branches, shown: id } : branches;
}

/** The node after which the branch that is shown has so many generated tokens; ROOT for 0. */
export function shownAfter(branches: Branches, count: number): NodeId {
  return pathTo(branches, branches.shown)[count - 1]?.id ?? ROOT;
}

/** How many tokens two branches have in common from their beginning. */
export function commonLength(a: readonly BranchNode[], b: readonly BranchNode[]): number {
  const differs = a.findIndex(({ id }, i) => id !== b[i]?.id);
  return differs < 0 ? a.length : differs;
}

/** Forgets what is not shown. */
export function onlyShown(branches: Branches): Branches {
  return { ...branches, nodes: new Map(pathTo(branches, branches.shown).map((node) => [node.id, node])) };
}
