// Waits until what is read of a page is what it has to be: what an answer fills is not there at once. Knows no page.
import assert from 'node:assert/strict';
import { setTimeout as passed } from 'node:timers/promises';

/** How long anything may take: three times of what it takes on a busy machine of two cores. */
export const WAIT_MS = 90_000;
const BETWEEN_MS = 20;

/**
 * Reads and asserts until that holds, and answers what was read; fails as it failed last. Reading must change nothing, and what
 * must not happen cannot be waited for.
 */
export async function eventually<Read>(check: () => Promise<Read>): Promise<Read> {
  for (const end = Date.now() + WAIT_MS; ; await passed(BETWEEN_MS)) {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof assert.AssertionError) || Date.now() > end) throw error;
    }
  }
}

export async function becomes<Value>(read: () => Promise<Value>, expected: unknown): Promise<void> {
  await eventually(async () => assert.deepEqual(await read(), expected));
}

export async function comesToMatch(read: () => Promise<string | null>, expected: RegExp): Promise<void> {
  await eventually(async () => assert.match((await read()) ?? '', expected));
}
