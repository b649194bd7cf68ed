// Starts the engine as a child process of this one. Knows the process, not the questions.
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';

/** `program`: dist/engine.js, or server.ts under a Node that runs TypeScript. What the child prints goes to the log. */
export function spawnEngine(program: string, log: (line: string) => void): ChildProcess {
  const child = fork(program, {
    serialization: 'advanced', // typed arrays stay typed arrays
    execArgv: [], // the editor's own flags (a debugger's port) are not for the child
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1', // on the desktop the editor's program is not Node but can be
      MALLOC_ARENA_MAX: '1', // glibc's heap for each thread keeps what another could use: 20 MB of 512 tokens
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', log);
  }
  return child;
}
