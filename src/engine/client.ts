// The engine as its users see it: an EngineApi whose first question starts the child process. When the child ends, the
// questions that it has read fail at once, and a new child answers the others and the next ones. Knows no vscode and no
// model.
import type { ChildProcess } from 'node:child_process';
import type { EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import type { Failure } from '../contract/failure.ts';
import { QUESTION_NAMES } from '../contract/questions.ts';
import { type EngineChild, startEngineChild } from './engineChild.ts';
import { PATIENCE, type Patience } from './pulse.ts';
import { isAboutRun } from './questionArguments.ts';

export type BlockDoneListener = EngineEvents['blockDone'];
export type ModelOpenedListener = EngineEvents['modelOpened'];
export type ContextProgressListener = EngineEvents['contextProgress'];
export type InspectionProgressListener = EngineEvents['inspectionProgress'];
export type ExitListener = (failure: Failure) => void;
type Unsubscribe = { dispose(): void };

export interface EngineClient extends EngineApi {
  readonly onBlockDone: (listener: BlockDoneListener) => Unsubscribe;
  readonly onModelOpened: (listener: ModelOpenedListener) => Unsubscribe;
  readonly onContextProgress: (listener: ContextProgressListener) => Unsubscribe;
  readonly onInspectionProgress: (listener: InspectionProgressListener) => Unsubscribe;
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
  /** How long the child may be silent while a question waits; PATIENCE where it is not given. */
  readonly patience?: Patience;
}

export function createEngineClient(options: EngineClientOptions): EngineClient {
  const blockDone = new Set<BlockDoneListener>();
  const modelOpened = new Set<ModelOpenedListener>();
  const exited = new Set<ExitListener>();
  const contextProgress = new Set<ContextProgressListener>();
  const inspectionProgress = new Set<InspectionProgressListener>();
  const events: EngineEvents = {
    contextProgress: (report, progress) => {
      for (const listener of contextProgress) listener(report, progress);
    },
    inspectionProgress: (inspection, progress) => {
      for (const listener of inspectionProgress) listener(inspection, progress);
    },
    modelOpened: (run, share) => {
      for (const listener of modelOpened) listener(run, share);
    },
    blockDone: (run, done, of, tokens) => {
      for (const listener of blockDone) listener(run, done, of, tokens);
    },
  };
  let child: EngineChild | undefined;
  let disposed = false;

  function running(): EngineChild {
    if (disposed) throw { code: 'engine-stopped', exitCode: null, signal: null } satisfies Failure;
    child ??= start();
    return child;
  }

  function start(): EngineChild {
    const started = startEngineChild({
      patience: PATIENCE,
      ...options,
      events,
      onGone: (failure) => {
        child = undefined;
        if (!started.wasStopped) for (const listener of exited) listener(failure);
      },
    });
    return started;
  }

  /** Asks again once where the child ended before it read the question: until its exit is known, it seems to run. */
  async function ask(name: keyof EngineApi, values: readonly unknown[]): Promise<unknown> {
    const asked = running();
    const call = asked.call(name, values);
    try {
      return await call.answer;
    } catch (failure) {
      if (!call.isUnread() || asked.wasStopped || isAboutRun(name)) throw failure; // a run ends with its child
      return await running().call(name, values).answer;
    }
  }

  const questions = QUESTION_NAMES.map((name) => [name, async (...values: unknown[]) => await ask(name, values)]);
  return {
    ...(Object.fromEntries(questions) as EngineApi),
    onBlockDone: (listener) => subscribe(blockDone, listener),
    onModelOpened: (listener) => subscribe(modelOpened, listener),
    onContextProgress: (listener) => subscribe(contextProgress, listener),
    onInspectionProgress: (listener) => subscribe(inspectionProgress, listener),
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

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): Unsubscribe {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
