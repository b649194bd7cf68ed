// The child says of every call that it has read it. So the client knows which calls a child that ended never saw: they
// had no part in its end, and another child can be asked. Knows ids of calls, and no questions.
import type { Pipe } from '../contract/guardedPipe.ts';
import { isRecord } from '../contract/isRecord.ts';

/** The child's end: posts { read: id } before a call is passed on. */
export function givingReceipts(pipe: Pipe): Pipe {
  return {
    post: pipe.post,
    receive: (listener) =>
      pipe.receive((message) => {
        if (isRecord(message) && message.t === 'q' && typeof message.i === 'string') pipe.post({ read: message.i });
        listener(message);
      }),
  };
}

export interface Call<Answer> {
  readonly answer: Promise<Answer>;
  /** Whether no receipt has come. */
  isUnread(): boolean;
}

/** The client's end. `call` makes a call over `pipe`, which takes the receipts out of what comes. */
export function takingReceipts(pipe: Pipe) {
  const unread = new Set<unknown>();
  let posted: unknown;
  return {
    pipe: {
      post(message: unknown) {
        pipe.post(message);
        if (!isRecord(message) || message.i === undefined) return;
        posted = message.i;
        unread.add(posted);
      },
      receive: (listener: (message: unknown) => void) =>
        pipe.receive((message) => {
          if (isRecord(message) && 'read' in message) unread.delete(message.read);
          else listener(message);
        }),
    } satisfies Pipe,
    call<Answer>(ask: () => Promise<Answer>): Call<Answer> {
      posted = undefined;
      const answer = ask(); // birpc posts before this returns
      const id = posted;
      return { answer, isUnread: () => unread.has(id) };
    },
  };
}
