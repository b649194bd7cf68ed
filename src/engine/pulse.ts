// Pings to a child from which an answer is awaited. One that answers none of them stands still, or is stuck in a regular
// expression or in native code, and would keep its caller waiting for ever. Knows no calls.
import type { Pipe } from '../contract/guardedPipe.ts';
import { isRecord } from '../contract/isRecord.ts';

export interface Patience {
  /** The time between two pings. */
  readonly pingMs: number;
  /** So many pings without any message from the child are too many. Pings and not time, since a computer may sleep. */
  readonly pings: number;
}

/**
 * Two minutes. A block of a large model over a long text, and a model that is loaded, keep the child's thread for some
 * ten seconds, in which it answers nothing.
 */
export const PATIENCE: Patience = { pingMs: 5_000, pings: 24 };

/** The child's end: answers pings and passes everything else on. */
export function answeringPings(pipe: Pipe): Pipe {
  return {
    post: pipe.post,
    receive: (listener) =>
      pipe.receive((message) => {
        if (isRecord(message) && 'ping' in message) pipe.post({ pong: message.ping });
        else listener(message);
      }),
  };
}

/** The client's end. The child is pinged while an answer that was given to watchUntil() is awaited. */
export function pingingPipe(pipe: Pipe, { pingMs, pings }: Patience, onSilent: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let unanswered = 0;
  let awaited = 0;
  const rest = () => clearInterval(timer);
  const ping = () => {
    if (unanswered === pings) {
      rest();
      return onSilent();
    }
    unanswered++;
    pipe.post({ ping: unanswered });
  };
  return {
    pipe: {
      post: pipe.post,
      receive: (listener: (message: unknown) => void) =>
        pipe.receive((message) => {
          unanswered = 0;
          if (!isRecord(message) || !('pong' in message)) listener(message);
        }),
    } satisfies Pipe,
    watchUntil(answer: Promise<unknown>) {
      if (awaited++ === 0) {
        unanswered = 0;
        timer = setInterval(ping, pingMs);
      }
      const answered = () => {
        if (--awaited === 0) rest();
      };
      answer.then(answered, answered);
    },
    /** Ends the pings for good, since the child has ended. */
    rest,
  };
}
