// The changes of What if as an immutable list with its history, and how edits change it. Pure; knows neither text nor model.
import type { Change } from '../../src/contract/whatIf.ts';
import type { ShownToken } from '../text/visibleText.ts';

export interface ListedChange {
  readonly change: Change;
  /** Whether the text is read with it. */
  readonly isOn: boolean;
  /** How the token is written that the change names by its id; undefined where it names none. */
  readonly token: ShownToken | undefined;
}
export type ChangeList = readonly ListedChange[];

export interface ChangeHistory {
  /** The lists before, the last one last. */
  readonly past: readonly ChangeList[];
  readonly list: ChangeList;
  /** Those that were undone, the next one first. */
  readonly future: readonly ChangeList[];
  /** Whose number the last edit set: the steps of one slider are undone as one. */
  readonly tuned: number | undefined;
}

/** `at` is a place in the list. */
export type ChangeEdit =
  | { readonly kind: 'add'; readonly change: Change; readonly token?: ShownToken | undefined }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'turn'; readonly at: number; readonly isOn: boolean }
  /** Another factor or strength. */
  | { readonly kind: 'tune'; readonly at: number; readonly value: number }
  | { readonly kind: 'turnAllOff' | 'clear' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

export const NO_CHANGES: ChangeHistory = { past: [], list: [], future: [], tuned: undefined };

/** Lists that can be gone back to; each is a few hundred bytes. */
const MOST_PAST = 100;

export function edited(history: ChangeHistory, edit: ChangeEdit): ChangeHistory {
  if (edit.kind === 'undo') return undone(history);
  if (edit.kind === 'redo') return redone(history);
  const list = after(history.list, edit);
  if (isSame(list, history.list)) return history;
  const tuned = edit.kind === 'tune' ? edit.at : undefined;
  const goesOn = tuned !== undefined && tuned === history.tuned;
  const past = goesOn ? history.past : [...history.past, history.list].slice(-MOST_PAST);
  return { past, list, future: [], tuned };
}

/** What the text is read with. */
export function changesThatAreOn(list: ChangeList): readonly Change[] {
  return list.filter(({ isOn }) => isOn).map(({ change }) => change);
}

/** What a slider sets: the factor of a part, the strength of a direction. */
export function numberOf(change: Change): number | undefined {
  if (change.kind === 'scale') return change.factor;
  return change.kind === 'direction' ? change.strength : undefined;
}

/** Leaves out of all its lists, also those that can be gone back to, what no longer holds. */
export function onlyWhere(history: ChangeHistory, holds: (change: Change) => boolean): ChangeHistory {
  const kept = (list: ChangeList) => list.filter(({ change }) => holds(change));
  if ([history.list, ...history.past, ...history.future].every((list) => kept(list).length === list.length))
    return history;
  const list = kept(history.list);
  const differs = (one: ChangeList) => !isSame(one, list);
  return {
    past: history.past.map(kept).filter(differs),
    list,
    future: history.future.map(kept).filter(differs),
    tuned: undefined,
  };
}

function after(list: ChangeList, edit: Exclude<ChangeEdit, { kind: 'undo' | 'redo' }>): ChangeList {
  switch (edit.kind) {
    case 'add':
      return withAdded(list, edit);
    case 'remove':
      return list.toSpliced(edit.at, 1);
    case 'turn':
      return list.with(edit.at, { ...list[edit.at], isOn: edit.isOn });
    case 'tune':
      return list.with(edit.at, { ...list[edit.at], change: tuned(list[edit.at].change, edit.value), isOn: true });
    case 'turnAllOff':
      return list.map((one) => ({ ...one, isOn: false }));
    case 'clear':
      return [];
  }
}

/** The same change is not listed twice: it is turned on. */
function withAdded(list: ChangeList, { change, token }: Extract<ChangeEdit, { kind: 'add' }>): ChangeList {
  const at = list.findIndex((one) => JSON.stringify(one.change) === JSON.stringify(change));
  if (at >= 0) return list.with(at, { ...list[at], isOn: true });
  return [...list, { change, isOn: true, token: token && { text: token.text, bytes: token.bytes } }];
}

function tuned(change: Change, value: number): Change {
  if (change.kind === 'scale') return { ...change, factor: value };
  return change.kind === 'direction' ? { ...change, strength: value } : change;
}

function undone(history: ChangeHistory): ChangeHistory {
  const list = history.past.at(-1);
  if (!list) return history;
  return { past: history.past.slice(0, -1), list, future: [history.list, ...history.future], tuned: undefined };
}

function redone({ past, list, future }: ChangeHistory): ChangeHistory {
  const [next, ...later] = future;
  return next
    ? { past: [...past, list], list: next, future: later, tuned: undefined }
    : { past, list, future, tuned: undefined };
}

function isSame(a: ChangeList, b: ChangeList): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
