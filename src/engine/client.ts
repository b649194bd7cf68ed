// The engine as its users see it: an EngineApi whose first question starts the child process. When the child ends, all
// pending questions fail at once, and the next question starts a new child. Knows no vscode and no model.
import type { ChildProcess } from 'node:child_process';
import type { EngineApi, EngineEvents, RunId } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import { QUESTION_NAMES } from '../contract/questions.ts';
import { closeChannel, openChannel } from './channel.ts';

export type BlockDoneListener = (run: RunId, done: number, of: number) => void;
export type ExitListener = (failure: Failure) => void;
type Unsubscribe = { dispose(): void };

export interface EngineClient extends EngineApi {
  readonly onBlockDone: (listener: BlockDoneListener) => Unsubscribe;
  /** Called when the child ends without being asked to. */
  readonly onExit: (listener: ExitListener) => Unsubscribe;
  /** The process id of the running child; undefined where none runs. */
  readonly processId: number | undefined;
  /** Ends the child; the next question starts a new one. */
  stop(): void;
  /** Ends the child for good. */
  dispose(): void;
}

export interface EngineClientOptions {
  /** Starts the child: fork() of engine.js with `serialization: 'advanced'`. */
  readonly spawn: () => ChildProcess;
  readonly log: (line: string) => void;
}

export function createEngineClient(options: EngineClientOptions): EngineClient {
  const blockDone = new Set<BlockDoneListener>();
  const exited = new Set<ExitListener>();
  const events: EngineEvents = {
    blockDone: (run, done, of) => {
      for (const listener of blockDone) listener(run, done, of);
    },
  };
  let child: RunningChild | undefined;
  let disposed = false;

  function running(): RunningChild {
    if (disposed) throw { code: 'engine-stopped', exitCode: null, signal: null } satisfies Failure;
    child ??= startChild(options, events, (failure, wasAsked) => {
      child = undefined;
      if (!wasAsked) for (const listener of exited) listener(failure);
    });
    return child;
  }

  const questions = QUESTION_NAMES.map((name) => [
    name,
    async (...args: unknown[]) => await (running().engine[name] as (...args: unknown[]) => Promise<unknown>)(...args),
  ]);
  return {
    ...(Object.fromEntries(questions) as EngineApi),
    onBlockDone: (listener) => subscribe(blockDone, listener),
    onExit: (listener) => subscribe(exited, listener),
    get processId() {
      return child?.process.pid;
    },
    stop: () => child?.stop(),
    dispose: () => {
      disposed = true;
      child?.stop();
    },
  };
}

interface RunningChild {
  readonly process: ChildProcess;
  readonly engine: EngineApi;
  stop(): void;
}

/** Starts the child. `onGone` is called exactly once, however the child ends. */
function startChild(
  { spawn, log }: EngineClientOptions,
  events: EngineEvents,
  onGone: (failure: Failure, wasAsked: boolean) => void,
): RunningChild {
  const process = spawn();
  log(`engine started, process ${process.pid}`);
  const channel = openChannel<EngineApi, EngineEvents>(
    {
      post: (message) => void process.send(message as object, () => {}),
      receive: (listener) => void process.on('message', listener),
    },
    events,
    {
      tightBuffers: false,
      onBug: (error, event) => log(`${event}: ${error}`),
      onStray: (problem) => log(`dropped: ${problem}`),
    },
  );
  let gone = false;
  let wasAsked = false;
  const end = (exitCode: number | null, signal: string | null) => {
    if (gone) return;
    gone = true;
    const failure: Failure = { code: 'engine-stopped', exitCode, signal };
    log(`engine stopped, exit code ${exitCode}, signal ${signal}`);
    closeChannel(channel, failure);
    onGone(failure, wasAsked);
  };
  process.on('exit', end);
  process.on('error', (error) => {
    log(`engine: ${error.message}`);
    end(null, null);
  });
  const stop = () => {
    wasAsked = true;
    process.kill('SIGKILL'); // the child has nothing to lose, and no weaker signal interrupts native code
    end(null, 'SIGKILL');
  };
  return { process, engine: channel, stop };
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): Unsubscribe {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
