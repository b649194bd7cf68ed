// How long to wait for a server and how often to ask again: exponential backoff, or as long as Retry-After says.
// Knows no HTTP beyond that header.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure, HubFailure } from '../contract/failure.ts';

export interface RetryPolicy {
  /** Without a byte for so long, the connection counts as dead. */
  readonly stallMs: number;
  /** In a row, without a byte of progress in between. */
  readonly tries: number;
  /** Doubled after every try in vain. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A server that wants more is told of at once. */
  readonly maxRetryAfterMs: number;
}

/** Two minutes of trying in all where nobody answers: long enough for a Wi-Fi to come back. */
export const RETRY_POLICY: RetryPolicy = {
  stallMs: 30_000,
  tries: 7,
  firstDelayMs: 1_000,
  maxDelayMs: 60_000,
  maxRetryAfterMs: 300_000,
};

/** Thrown inside the hub's own files where another try may help. */
export class RetryableError {
  /** What to fail with when patience ends. */
  readonly failure: HubFailure;
  readonly retryAfterMs: number | undefined;
  /** Something was received before it broke off: the counting of tries starts anew. */
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

/** Tries until it succeeds, fails for good, or patience ends. Fails with the last RetryableError's failure; cancelled. */
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

/** Of a Retry-After header (RFC 9110, 10.2.3): seconds, or a date. undefined where it is neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

export function cancelled(): Failure {
  return { code: 'cancelled' };
}

/** Fails with cancelled. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw cancelled();
  });
}
