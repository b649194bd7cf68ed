// What the view keeps over a reload of the window; what comes back is checked, since another version may have written it.
import type { ContextSubject, SavedContext } from '../../src/contract/contextApi.ts';
import { isRecord } from '../../src/contract/isRecord.ts';
import type { Unchecked } from './checks.ts';

/** VS Code writes the state to its database each time. */
const MOST_KEPT = 2_000;

export function toKeep(subject: ContextSubject, unchecked: Unchecked): SavedContext {
  return { version: 1, subject, unchecked: unchecked.size > MOST_KEPT ? [] : [...unchecked] };
}

export function savedUnchecked(state: unknown): readonly string[] {
  if (!isRecord(state) || state.version !== 1 || !Array.isArray(state.unchecked)) return [];
  return state.unchecked.filter((id): id is string => typeof id === 'string').slice(0, MOST_KEPT);
}
