// Work that must end: a pattern from a file can take longer than the universe lasts, and JavaScript's own search cannot
// be told to stop. Node's script runner can: it interrupts even a regular expression. Knows nothing about the work.
import { createContext, Script } from 'node:vm';

/** Made once: a new one takes 2 ms. */
const context = createContext({ work: undefined as unknown });
const script = new Script('work()');

/** Runs the work here and now; undefined where it was not through after so many milliseconds. */
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
