// The nodes of a report as parts of a treemap, made as deep as they are drawn. Knows no drawing.
import type { ContextNode } from '../../src/contract/contextReport.ts';
import type { TreemapPart } from '../charts/treemapLayout.ts';
import { groupOf } from './categories.ts';
import type { Checks } from './checks.ts';
import type { ContextTree } from './contextTree.ts';
import { labelOf } from './nodeWords.ts';

/** Its parts are made when somebody looks at them: a map draws some hundred of 50,000. */
class NodePart implements TreemapPart {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly group: number;
  readonly #children: readonly ContextNode[];
  #parts: readonly TreemapPart[] | undefined;

  constructor(node: ContextNode) {
    this.id = node.id;
    this.label = labelOf(node);
    this.value = node.tokens;
    this.group = groupOf(node.category);
    this.#children = node.children;
  }

  get parts(): readonly TreemapPart[] {
    this.#parts ??= this.#made();
    return this.#parts;
  }

  /** A document whose only section is all of it would be drawn twice, one inside the other. */
  #made(): readonly TreemapPart[] {
    const parts = this.#children.filter(({ tokens }) => tokens > 0).map((child) => new NodePart(child));
    return parts.length === 1 && parts[0].value === this.value ? parts[0].parts : parts;
  }
}

const wholes = new WeakMap<ContextTree, TreemapPart>();
const parts = new WeakMap<ContextNode, TreemapPart>();

/** The part that fills the map: the one of a node, or everything. The same object for the same, so that the map is laid out once. */
export function mapPart(tree: ContextTree, id: string | undefined): TreemapPart {
  const node = id === undefined ? undefined : tree.index.get(id)?.node;
  if (!node) {
    const { roots, tokens } = tree;
    const whole = wholes.get(tree) ?? {
      id: '',
      label: '',
      value: tokens,
      group: 7,
      parts: roots.map((root) => new NodePart(root)),
    };
    wholes.set(tree, whole);
    return whole;
  }
  const part = parts.get(node) ?? new NodePart(node);
  parts.set(node, part);
  return part;
}

const faded = new WeakMap<Checks, ReadonlySet<string>>();

/** The ids of all that is wholly unchecked; the same set for the same checks. */
export function fadedParts({ index }: ContextTree, checks: Checks): ReadonlySet<string> {
  const known = faded.get(checks);
  if (known) return known;
  const made = new Set(checks.isWhole ? [] : [...index.keys()].filter((id) => checks.stateOf(id) === 'none'));
  faded.set(checks, made);
  return made;
}
