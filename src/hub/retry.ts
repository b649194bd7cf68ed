// How long to wait for a server and how often to ask again: exponential back-off, or the time that Retry-After says.
// Knows no HTTP but that header.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure, HubFailure } from '../contract/failure.ts';

export interface RetryPolicy {
  /** A connection that sends nothing for this time counts as dead. */
  readonly stallMs: number;
  /** The number of consecutive tries without a byte of progress. */
  readonly tries: number;
  /** The pause after the first try; it doubles after every further one. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A server that asks for a longer pause is not waited for: the request fails at once. */
  readonly maxRetryAfterMs: number;
}

/** The pauses between seven tries sum to a minute, which is long enough for a Wi-Fi connection to come back. */
export const RETRY_POLICY: RetryPolicy = {
  stallMs: 30_000,
  tries: 7,
  firstDelayMs: 1_000,
  maxDelayMs: 60_000,
  maxRetryAfterMs: 300_000,
};

/** Thrown within hub/ where another try may help. */
export class RetryableError {
  /** The failure to throw when there are no more tries. */
  readonly failure: HubFailure;
  readonly retryAfterMs: number | undefined;
  /** Whether something was received before it broke off; tries are then counted anew. */
  readonly progressed: boolean;

  constructor(
    failure: HubFailure,
    { retryAfterMs, progressed = false }: { retryAfterMs?: number; progressed?: boolean } = {},
  ) {
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
    this.progressed = progressed;
  }
}

export interface RetryOptions {
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Called before each pause. */
  readonly onWait?: (waitMs: number) => void;
}

/**
 * Tries until the attempt succeeds or fails for good, or there are no more tries. Fails with the failure of the last
 * RetryableError, cancelled.
 */
export async function retrying<Answer>(attempt: () => Promise<Answer>, options: RetryOptions): Promise<Answer> {
  const { retryPolicy, signal, onWait } = options;
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (thrown) {
      if (signal.aborted) throw cancelled();
      if (!(thrown instanceof RetryableError)) throw thrown;
      if (thrown.progressed) tried = 1;
      const waitMs =
        thrown.retryAfterMs ?? Math.min(retryPolicy.maxDelayMs, retryPolicy.firstDelayMs * 2 ** (tried - 1));
      if (tried >= retryPolicy.tries || waitMs > retryPolicy.maxRetryAfterMs) throw thrown.failure;
      onWait?.(waitMs);
      await pause(waitMs, signal);
    }
  }
}

/**
 * The milliseconds to wait by a Retry-After header (RFC 9110, §10.2.3), which is a number of seconds or a date;
 * undefined where it is neither.
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

export function cancelled(): Failure {
  return { code: 'cancelled' };
}

/** Waits. Fails with cancelled. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw cancelled();
  });
}
