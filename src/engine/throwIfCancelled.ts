// Ends the work on a question that its asker has cancelled.
import type { Failure } from '../contract/failure.ts';

/** Fails with cancelled. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
}
