// Work that must end: a regular expression from a file can take exponential time (catastrophic backtracking), and
// JavaScript cannot stop a match. Node's vm can: it interrupts even a regular expression. Knows nothing about the work.
import { createContext, Script } from 'node:vm';

/** It is made once, since a new context takes 2 ms. */
const context = createContext({ work: undefined as unknown });
const script = new Script('work()');
/** How many times the limit is waited in one try, at most, where other programs take the processor. */
const MOST_PATIENT = 4;
/** Share of the limit from which on the work itself, and not the machine, was slow. */
const OWN_FAULT = 0.9;

/**
 * Runs the work synchronously; undefined where it had not finished after so many milliseconds of the processor's time.
 * vm counts the time of the clock: where the work got too little of the processor, it is begun again with twice as much.
 * It must not mind being begun again.
 */
export function withinTime<Value>(limitMs: number, work: () => Value): { readonly value: Value } | undefined {
  for (let patience = 1; ; patience *= 2) {
    const before = process.cpuUsage();
    const done = withinClockTime(limitMs * patience, work);
    if (done || patience >= MOST_PATIENT) return done;
    const { user, system } = process.cpuUsage(before); // in microseconds
    if ((user + system) / 1000 >= OWN_FAULT * limitMs) return undefined;
  }
}

function withinClockTime<Value>(limitMs: number, work: () => Value): { readonly value: Value } | undefined {
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
