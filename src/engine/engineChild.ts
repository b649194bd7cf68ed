// One child process and the calls to it, until it ends. Knows no question.
import type { ChildProcess } from 'node:child_process';
import type { EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import type { Failure } from '../contract/failure.ts';
import type { Pipe } from '../contract/guardedPipe.ts';
import { closeChannel, openChannel } from './channel.ts';
import { type Patience, pingingPipe } from './pulse.ts';
import { type Call, takingReceipts } from './receipts.ts';

export interface EngineChild {
  readonly process: ChildProcess;
  call(name: keyof EngineApi, values: readonly unknown[]): Call<unknown>;
  /** Whether stop() has ended it. */
  readonly wasStopped: boolean;
  stop(): void;
}

export interface EngineChildOptions {
  /** Starts the child: fork() of engine.js with `serialization: 'advanced'`. */
  readonly spawn: () => ChildProcess;
  readonly log: (line: string) => void;
  readonly events: EngineEvents;
  /** How long it may be silent while a call waits for its answer. */
  readonly patience: Patience;
  /** Called exactly once, however the child ends. */
  readonly onGone: (failure: Failure) => void;
}

export function startEngineChild({ spawn, log, events, patience, onGone }: EngineChildOptions): EngineChild {
  const process = spawn();
  log(`engine started, process ${process.pid}`);
  const ipc: Pipe = {
    post: (message) => void process.send(message as object, () => {}),
    receive: (listener) => void process.on('message', listener),
  };
  const pinging = pingingPipe(ipc, patience, () => {
    log(`engine answered none of ${patience.pings} pings, one every ${patience.pingMs / 1000} s, and is ended`);
    process.kill('SIGKILL');
  });
  const { pipe, call } = takingReceipts(pinging.pipe);
  const channel = openChannel<EngineApi, EngineEvents>(pipe, events, {
    tightBuffers: false,
    onBug: (error, event) => log(`${event}: ${error}`),
    onStray: (problem) => log(`dropped: ${problem}`),
  });
  let gone = false;
  let wasStopped = false;
  const end = (exitCode: number | null, signal: string | null) => {
    if (gone) return;
    gone = true;
    pinging.rest();
    const failure: Failure = { code: 'engine-stopped', exitCode, signal };
    log(`engine stopped, exit code ${exitCode}, signal ${signal}`);
    closeChannel(channel, failure);
    onGone(failure);
  };
  process.on('exit', end);
  process.on('error', (error) => {
    log(`engine: ${error.message}`);
    end(null, null);
  });
  return {
    process,
    call(name, values) {
      const made = call(() => (channel[name] as (...values: readonly unknown[]) => Promise<unknown>)(...values));
      pinging.watchUntil(made.answer);
      return made;
    },
    get wasStopped() {
      return wasStopped;
    },
    stop() {
      wasStopped = true;
      process.kill('SIGKILL'); // the child has nothing to lose, and no weaker signal interrupts native code
      end(null, 'SIGKILL');
    },
  };
}
