// What keys mean to a tree (the ARIA tree pattern), as events. Pure; knows no element.
import type { ContextEvent, Passed } from './contextState.ts';
import type { ContextRow } from './rows.ts';

export interface TreeFocus {
  readonly rows: readonly ContextRow[];
  /** The row that has the focus. */
  readonly at: number;
  /** So many rows are a page. */
  readonly page: number;
}

type Events = readonly (ContextEvent | Passed)[];

/** undefined where the key means nothing to a tree. */
export function treeKey(key: string, { rows, at, page }: TreeFocus): Events | undefined {
  const row = rows[at];
  const last = rows.length - 1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + page, PageUp: at - page }[key];
  if (to !== undefined) return goTo(rows, Math.max(0, Math.min(last, to)));
  if (key === ' ') return [{ kind: 'check', id: row.node.id }];
  if (key === 'Enter') return actOn(row);
  if (key === 'ArrowRight') return inwards(rows, at);
  if (key === 'ArrowLeft') return outwards(rows, at);
  return key === '*' ? expandSiblings(rows, row) : undefined;
}

/** What has a place is opened there, anything else shows or hides its parts. */
export function actOn({ node, expanded }: ContextRow): Events {
  if (node.place && node.kind !== 'folder') return [{ kind: 'open', id: node.id }];
  return expanded === undefined ? [] : [{ kind: 'expand', ids: [node.id], open: !expanded }];
}

function inwards(rows: readonly ContextRow[], at: number): Events {
  const { node, expanded } = rows[at];
  if (expanded) return goTo(rows, at + 1);
  return expanded === false ? [{ kind: 'expand', ids: [node.id], open: true }] : [];
}

function outwards(rows: readonly ContextRow[], at: number): Events {
  const { node, expanded, level } = rows[at];
  if (expanded) return [{ kind: 'expand', ids: [node.id], open: false }];
  const isAround = (one: ContextRow, i: number) => i < at && one.level === level - 1;
  return level > 1 ? goTo(rows, rows.findLastIndex(isAround)) : [];
}

/** Opens all rows of the same level that stand around it. */
function expandSiblings(rows: readonly ContextRow[], { level }: ContextRow): Events {
  const ids = rows.filter((one) => one.level === level && one.expanded === false).map(({ node }) => node.id);
  return [{ kind: 'expand', ids, open: true }];
}

function goTo(rows: readonly ContextRow[], at: number): Events {
  return [{ kind: 'active', id: rows[at].node.id }];
}
