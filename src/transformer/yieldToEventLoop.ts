// A pause in long work of one thread, so that messages are read in between: other questions, and the one to cancel.

/** Fails with cancelled where the signal says so by then. */
export async function yieldToEventLoop(signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw { code: 'cancelled' } as const;
}
