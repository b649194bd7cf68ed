// Reads what is looked at from what a view kept over a reload, which another version may have written. Knows no view.
import type { ContextSubject } from './contextApi.ts';
import { isRecord } from './isRecord.ts';

/** More paths nobody chooses, and a longer text is not kept. */
const MOST_PATHS = 10_000;
const LONGEST_PATH = 32_767;

/** undefined where it is none. */
export function keptSubject(state: unknown): ContextSubject | undefined {
  if (!isRecord(state) || state.version !== 1 || !isRecord(state.subject)) return undefined;
  const { kind, paths, document } = state.subject;
  if (kind !== 'agent' && kind !== 'files' && kind !== 'conversation') return undefined;
  if (!Array.isArray(paths) || paths.length === 0 || paths.length > MOST_PATHS || !paths.every(isPath))
    return undefined;
  return { kind, paths, ...(kind === 'conversation' && isPath(document) && { document }) };
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_PATH;
}
