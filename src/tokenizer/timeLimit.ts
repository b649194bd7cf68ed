// Work that must end: a regular expression from a file can take exponential time (catastrophic backtracking), and
// JavaScript cannot stop a match. Node's vm can: it interrupts even a regular expression. Knows nothing about the work.
import { createContext, Script } from 'node:vm';

/** It is made once, since a new context takes 2 ms. */
const context = createContext({ work: undefined as unknown });
const script = new Script('work()');

/** Runs the work synchronously; undefined where it had not finished after so many milliseconds. */
export function withinTime<Value>(limitMs: number, work: () => Value): { readonly value: Value } | undefined {
  try {
    context.work = work;
    return { value: script.runInContext(context, { timeout: Math.ceil(limitMs) }) as Value };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    context.work = undefined;
  }
}
