// The one place that knows birpc: typed calls both ways over any pair of post and receive functions. No time-outs
// (a long explanation is not a dead engine), bugs become failures, typed arrays leave with tight buffers.
import { type BirpcReturn, createBirpc } from 'birpc';
import { type Failure, isFailure } from '../contract/failure.ts';

export interface Pipe {
  post(message: unknown): void;
  receive(listener: (message: unknown) => void): void;
}

export interface ChannelOptions<Remote extends object> {
  /** Calls that nobody waits for; without an answer they cannot be left open when the other side goes. */
  readonly events?: readonly (keyof Remote)[];
  /** Copy views of larger buffers before they are posted: VS Code's webview serializer sends the whole buffer. */
  readonly tightBuffers: boolean;
  /** Called with what was thrown and is not a Failure; the other side gets { code: 'bug' }. */
  readonly onBug: (error: unknown, functionName: string) => void;
}

/** Calls of `Remote` go out, `local` answers what comes in. Close with $close(failure). */
export function openChannel<Remote extends object, Local extends object>(
  pipe: Pipe,
  local: Local,
  options: ChannelOptions<Remote>,
): BirpcReturn<Remote, Local> {
  return createBirpc<Remote, Local>(guarded(local, options.onBug), {
    post: (message) => pipe.post(options.tightBuffers ? tight(message) : message),
    on: (listener) => pipe.receive(listener),
    timeout: -1,
    eventNames: [...(options.events ?? [])],
  });
}

/** The same functions; what they throw is always a Failure. */
function guarded<Local extends object>(local: Local, onBug: ChannelOptions<object>['onBug']): Local {
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
          throw { code: 'bug', message: thrown instanceof Error ? thrown.message : String(thrown) } satisfies Failure;
        }
      };
    },
  });
}

/** Rejects what is still unanswered with the failure, and everything asked from now on. */
export function closeChannel(channel: BirpcReturn<object, object>, failure: Failure): void {
  // Not $close(failure): it would write a field `cause` into it.
  void channel.$rejectPendingCalls(({ reject }) => reject(failure as never));
  channel.$close();
}

/** A deep copy in which every typed array owns its buffer; arrays that already do are passed on uncopied. */
export function tight(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return value.byteLength === value.buffer.byteLength ? value : copied(value);
  if (Array.isArray(value)) return value.map(tight);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, tight(field)]));
}

/** Not view.slice(): a Buffer's own slice is another view of the same memory. */
function copied(view: ArrayBufferView): ArrayBufferView {
  const buffer = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  if (view instanceof Float32Array) return new Float32Array(buffer);
  if (view instanceof Float64Array) return new Float64Array(buffer);
  if (view instanceof Uint8Array) return new Uint8Array(buffer);
  throw new Error(`${view.constructor.name} is not among the arrays that are sent`);
}
