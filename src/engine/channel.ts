// Typed calls both ways over any pair of post and receive functions; no other file knows birpc. There are no time-outs,
// since a long explanation is not a dead engine; bugs become failures, and typed arrays are sent with tight buffers.
import { type BirpcReturn, createBirpc } from 'birpc';
import { type Failure, isFailure } from '../contract/failure.ts';
import { bug, guardedPipe, type Pipe } from '../contract/guardedPipe.ts';

export interface ChannelOptions<Remote extends object> {
  /** The calls without an answer: none of them is pending when the other side ends. */
  readonly events?: readonly (keyof Remote)[];
  /**
   * Whether views of larger buffers are copied before they are posted: VS Code's webview serializer sends the whole
   * buffer.
   */
  readonly tightBuffers: boolean;
  /** Called with whatever was thrown that is not a Failure; the other side gets { code: 'bug' }. */
  readonly onBug: (error: unknown, functionName: string) => void;
  /** Called for every message that is no call or answer, with what is wrong. It goes no further. */
  readonly onStray: (problem: string) => void;
}

/** The functions of `Remote`, to be called; `local` answers the other side's calls. closeChannel() closes it. */
export function openChannel<Remote extends object, Local extends object>(
  pipe: Pipe,
  local: Local,
  options: ChannelOptions<Remote>,
): BirpcReturn<Remote, Local> {
  const outer: Pipe = {
    post: (message) => pipe.post(options.tightBuffers ? tight(message) : message),
    receive: (listener) => pipe.receive(listener),
  };
  const answers = (name: string) => Object.hasOwn(local, name);
  const { post, receive } = guardedPipe(outer, { answers, onStray: options.onStray });
  return createBirpc<Remote, Local>(throwingFailures(local, options.onBug), {
    post,
    on: receive,
    timeout: -1,
    eventNames: [...(options.events ?? [])],
    onGeneralError: (error, functionName) => {
      if (functionName === undefined) return false; // a call of this side, which rejects with the error
      options.onBug(error, functionName); // an answer that cannot be sent: the error is sent in its place
      return true;
    },
  });
}

/** The same functions; what they throw is always a Failure. */
function throwingFailures<Local extends object>(local: Local, onBug: ChannelOptions<object>['onBug']): Local {
  return new Proxy(local, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        try {
          return await method.apply(target, args);
        } catch (thrown) {
          if (isFailure(thrown)) throw thrown;
          onBug(thrown, String(name));
          throw bug(thrown);
        }
      };
    },
  });
}

/** Rejects all pending calls with the failure, and refuses later ones. */
export function closeChannel(channel: BirpcReturn<object, object>, failure: Failure): void {
  // $close(failure) is not used, since it would write a field `cause` into the failure.
  void channel.$rejectPendingCalls(({ reject }) => reject(failure as never));
  channel.$close();
}

/** A deep copy in which every typed array owns its buffer; arrays that already do are passed on uncopied. */
export function tight(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return value.byteLength === value.buffer.byteLength ? value : tightCopy(value);
  if (Array.isArray(value)) return value.map(tight);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, tight(field)]));
}

/** A copy with a buffer of its own. view.slice() is not used, since that of a Buffer is a view of the same memory. */
function tightCopy(view: ArrayBufferView): ArrayBufferView {
  const buffer = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  if (view instanceof Float32Array) return new Float32Array(buffer);
  if (view instanceof Float64Array) return new Float64Array(buffer);
  if (view instanceof Uint8Array) return new Uint8Array(buffer);
  throw new Error(`${view.constructor.name} is not among the arrays that are sent`);
}
