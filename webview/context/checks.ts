// Which parts are in the sum, and what the sum is. What is kept is the set of leaves that are out; everything else
// follows from it. Pure.
import type { ContextNode } from '../../src/contract/contextReport.ts';

/** The ids of leaves that are left out. */
export type Unchecked = ReadonlySet<string>;

export type CheckState = 'all' | 'some' | 'none';

export interface Checks {
  /** The tokens of all that is checked. */
  readonly kept: number;
  /** Whether everything is checked. */
  readonly isWhole: boolean;
  /** For every node of the tree. */
  stateOf(id: string): CheckState;
}

const known = new WeakMap<readonly ContextNode[], WeakMap<Unchecked, Checks>>();

/** The same object for the same arguments, since a tree of 50,000 parts is summed for it. */
export function checksOf(roots: readonly ContextNode[], unchecked: Unchecked): Checks {
  const ofRoots = known.get(roots) ?? new WeakMap<Unchecked, Checks>();
  known.set(roots, ofRoots);
  const checks = ofRoots.get(unchecked) ?? summed(roots, unchecked);
  ofRoots.set(unchecked, checks);
  return checks;
}

function summed(roots: readonly ContextNode[], unchecked: Unchecked): Checks {
  const states = new Map<string, CheckState>();
  if (unchecked.size === 0)
    return { kept: roots.reduce((sum, { tokens }) => sum + tokens, 0), isWhole: true, stateOf: () => 'all' };
  let kept = 0;
  for (const root of roots) kept += keptOf(root, unchecked, states);
  return { kept, isWhole: false, stateOf: (id) => states.get(id) ?? 'all' };
}

/** A node loses what its parts lose. What it has besides them, such as a template's tokens, goes with the last of them. */
function keptOf({ id, tokens, children }: ContextNode, unchecked: Unchecked, states: Map<string, CheckState>): number {
  if (children.length === 0) {
    states.set(id, unchecked.has(id) ? 'none' : 'all');
    return unchecked.has(id) ? 0 : tokens;
  }
  let kept = tokens;
  const seen = new Set<CheckState>();
  for (const child of children) {
    kept -= child.tokens - keptOf(child, unchecked, states);
    seen.add(states.get(child.id) ?? 'all');
  }
  const state = seen.size === 1 ? [...seen][0] : 'some';
  states.set(id, state);
  return state === 'none' ? 0 : kept;
}

/** Checks what is not wholly checked, and unchecks what is. */
export function toggled(node: ContextNode, unchecked: Unchecked): Unchecked {
  const leaves = leavesOf(node);
  const next = new Set(unchecked);
  const isChecked = leaves.every((id) => !unchecked.has(id));
  for (const id of leaves) {
    if (isChecked) next.add(id);
    else next.delete(id);
  }
  return next;
}

function leavesOf({ id, children }: ContextNode): readonly string[] {
  return children.length === 0 ? [id] : children.flatMap(leavesOf);
}
