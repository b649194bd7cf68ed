// Starts the engine as a child process of this one. Knows the process, not the questions.
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Of V8, in MB. Its own default of 16 keeps 12 MB more of garbage, and counts tokens no faster. */
const SEMI_SPACE = 2;

/**
 * glibc has a heap for each thread, which keeps what another could use: 20 MB of 512 tokens. And it sets small pieces
 * aside by their size: behind the aligned memory that onnxruntime asks for they keep holes apart, so that each run needs
 * new ones: 15 MB of 512 tokens in float32, 40 in half precision. Elsewhere nobody reads these.
 */
function memorySettings({ GLIBC_TUNABLES: others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tunables = [...(others ? [others] : []), 'glibc.malloc.tcache_count=0'].join(':');
  return { MALLOC_ARENA_MAX: '1', GLIBC_TUNABLES: tunables };
}

/**
 * `program`: dist/engine.js, or server.ts under a Node that runs TypeScript. What the child prints goes to the log.
 * `node`: the program that runs it, usually the one that runs this.
 */
export function spawnEngine(program: string, log: (line: string) => void, node = process.execPath): ChildProcess {
  const child = fork(program, {
    execPath: node,
    serialization: 'advanced', // typed arrays stay typed arrays
    execArgv: [`--max-semi-space-size=${SEMI_SPACE}`], // the editor's own flags (a debugger's port) are not for the child
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1', // on the desktop the editor's program is not Node but can be
      ...memorySettings(process.env),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', log);
  }
  return child;
}
