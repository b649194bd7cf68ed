// The nodes of a report as parts of a treemap. Made once for every tree, since the map keeps its layout by them. Pure.
import type { ContextNode } from '../../src/contract/contextReport.ts';
import type { TreemapPart } from '../charts/treemapLayout.ts';
import { groupOf } from './categories.ts';
import type { Checks } from './checks.ts';
import type { ContextTree } from './contextTree.ts';
import { labelOf } from './nodeWords.ts';

export interface MapParts {
  readonly whole: TreemapPart;
  readonly of: ReadonlyMap<string, TreemapPart>;
}

const known = new WeakMap<ContextTree, MapParts>();

export function mapParts(tree: ContextTree): MapParts {
  const found = known.get(tree);
  if (found) return found;
  const of = new Map<string, TreemapPart>();
  const parts = tree.roots.map((node) => partOf(node, of));
  const made = { whole: { id: '', label: '', value: tree.tokens, group: 7, parts }, of };
  known.set(tree, made);
  return made;
}

function partOf(node: ContextNode, of: Map<string, TreemapPart>): TreemapPart {
  const inside = node.children.filter(({ tokens }) => tokens > 0).map((child) => partOf(child, of));
  // A document whose only section is all of it would be drawn twice, one inside the other.
  const parts = inside.length === 1 && inside[0].value === node.tokens ? inside[0].parts : inside;
  const part = { id: node.id, label: labelOf(node), value: node.tokens, group: groupOf(node.category), parts };
  of.set(node.id, part);
  return part;
}

/** The ids of all that is wholly unchecked. */
export function fadedParts({ index }: ContextTree, checks: Checks): ReadonlySet<string> {
  return new Set([...index.keys()].filter((id) => checks.stateOf(id) === 'none'));
}
