// The state of the view as one immutable value, and how events change it. Pure: draws nothing, asks nobody.

import type { ContextContent, ContextSubject } from '../../src/contract/contextApi.ts';
import type { ContextNode } from '../../src/contract/contextReport.ts';
import { toggled, type Unchecked } from './checks.ts';
import { type ContextTree, contextTree, type Grouping, pathTo } from './contextTree.ts';

export type ContextTab = 'parts' | 'map' | 'chat' | 'duplicates' | 'leftOut';

export interface ContextState {
  readonly content: ContextContent;
  /** Of the last report; empty before the first. It stays while the same is counted again. */
  readonly tree: ContextTree;
  /** What the tree is of. */
  readonly subject: ContextSubject | undefined;
  readonly unchecked: Unchecked;
  readonly expanded: ReadonlySet<string>;
  /** The part that is chosen, in the tree as in the map. */
  readonly active: string | undefined;
  /** The part that fills the map; undefined where that is everything. */
  readonly zoom: string | undefined;
  readonly filter: string;
  readonly changedOnly: boolean;
  readonly order: 'size' | 'given';
  readonly grouping: Grouping;
  readonly tab: ContextTab;
  /** A file has another text than the one that was counted. */
  readonly outdated: boolean;
  /** What is shown is being counted again, so far. */
  readonly counting: Progress | undefined;
}

/** `of` is 0 while files are being looked for. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

export type ContextEvent =
  | { readonly kind: 'content'; readonly content: ContextContent }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'active'; readonly id: string }
  | { readonly kind: 'check'; readonly id: string }
  | { readonly kind: 'checkAll' }
  | { readonly kind: 'expand'; readonly ids: readonly string[]; readonly open: boolean }
  | { readonly kind: 'zoom'; readonly id: string | undefined }
  | { readonly kind: 'filter'; readonly filter: string }
  | { readonly kind: 'changedOnly'; readonly on: boolean }
  | { readonly kind: 'order'; readonly order: ContextState['order'] }
  | { readonly kind: 'grouping'; readonly grouping: Grouping }
  | { readonly kind: 'tab'; readonly tab: ContextTab };

/** What changes nothing in the state: a part is opened in the editor, or pointed at. */
export type Passed =
  | { readonly kind: 'open'; readonly id: string }
  | { readonly kind: 'point'; readonly id: string | undefined };

/** A report whose outermost parts have no more than so many inside them begins with these shown. */
const MOST_BEGUN = 60;

export function begun(unchecked: readonly string[]): ContextState {
  return {
    content: { kind: 'empty' },
    tree: contextTree([], 'folders'),
    subject: undefined,
    unchecked: new Set(unchecked),
    expanded: new Set(),
    active: undefined,
    zoom: undefined,
    filter: '',
    changedOnly: false,
    order: 'size',
    grouping: 'folders',
    tab: 'parts',
    outdated: false,
    counting: undefined,
  };
}

export function update(state: ContextState, event: ContextEvent): ContextState {
  switch (event.kind) {
    case 'content':
      return withContent(state, event.content);
    case 'outdated':
      return { ...state, outdated: true };
    case 'active':
      return { ...state, active: event.id, expanded: openedTo(state, event.id) };
    case 'check': {
      const found = state.tree.index.get(event.id);
      return found ? { ...state, unchecked: toggled(found.node, state.unchecked) } : state;
    }
    case 'checkAll':
      return { ...state, unchecked: new Set() };
    case 'expand':
      return { ...state, expanded: withIds(state.expanded, event.ids, event.open) };
    case 'zoom':
      return { ...state, zoom: event.id };
    case 'grouping':
      return grouped(state, event.grouping);
    case 'filter':
      return { ...state, filter: event.filter };
    case 'changedOnly':
      return { ...state, changedOnly: event.on };
    case 'order':
      return { ...state, order: event.order };
    case 'tab':
      return { ...state, tab: event.tab };
  }
}

/** What was chosen stays where the same is counted again, as after an edit. */
function withContent(state: ContextState, content: ContextContent): ContextState {
  const isSame = content.kind !== 'empty' && JSON.stringify(state.subject) === JSON.stringify(content.subject);
  // The report of last time stays in sight, with all that was opened and chosen in it.
  if (content.kind === 'counting' && isSame && state.content.kind === 'counted')
    return { ...state, counting: { done: content.done, of: content.of } };
  if (content.kind !== 'counted') return { ...state, content, counting: undefined };
  const { subject } = content;
  const grouping = isSame ? state.grouping : subject.kind === 'agent' ? 'categories' : 'folders';
  const order = isSame ? state.order : subject.kind === 'conversation' ? 'given' : 'size';
  const tree = contextTree(content.report.nodes, grouping);
  const kept = (id: string | undefined) => (id !== undefined && tree.index.has(id) ? id : undefined);
  return {
    ...state,
    content,
    tree,
    subject,
    grouping,
    order,
    outdated: false,
    counting: undefined,
    expanded: isSame ? state.expanded : begunWith(tree),
    active: kept(state.active),
    zoom: kept(state.zoom),
    changedOnly: isSame && state.changedOnly,
    filter: isSame ? state.filter : '',
    tab: isSame ? state.tab : 'parts',
  };
}

function begunWith({ roots }: ContextTree): ReadonlySet<string> {
  const inside = roots.reduce((sum, { children }) => sum + children.length, 0);
  const isShort = roots.length === 1 || roots.length + inside <= MOST_BEGUN;
  return new Set(isShort ? roots.filter(hasParts).map(({ id }) => id) : []);
}

function hasParts({ children }: ContextNode): boolean {
  return children.length > 0;
}

function grouped(state: ContextState, grouping: Grouping): ContextState {
  if (state.content.kind !== 'counted') return state;
  const tree = contextTree(state.content.report.nodes, grouping);
  const expanded = new Set([...state.expanded, ...begunWith(tree)]);
  return { ...state, tree, grouping, expanded, zoom: undefined };
}

/** With everything open that it is inside of. */
function openedTo({ tree, expanded }: ContextState, id: string): ReadonlySet<string> {
  const around = pathTo(tree, id).slice(0, -1);
  return around.every((node) => expanded.has(node.id))
    ? expanded
    : withIds(
        expanded,
        around.map((node) => node.id),
        true,
      );
}

function withIds(set: ReadonlySet<string>, ids: readonly string[], are: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) {
    if (are) next.add(id);
    else next.delete(id);
  }
  return next;
}
