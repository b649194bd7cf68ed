// Starts the engine as a child process of this one. Knows the process, not the questions.
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The size of V8's semi-spaces in MB. The default of 16 keeps 12 MB more of garbage and counts tokens no faster. */
const SEMI_SPACE = 2;
/** Bytes of memory from which on each piece is the system's own; the largest that malloc comes to by itself. */
const LARGE_CHUNK = 32 * 1024 * 1024;

/**
 * Settings of glibc's malloc that save memory; other systems ignore them. By default each thread has an arena, which
 * keeps memory that another thread could use: 20 MB for 512 tokens. Freed small chunks stay in a cache for each thread
 * (tcache) and keep the free space around them apart, so that the aligned memory that onnxruntime asks for does not
 * fit: 15 MB for 512 tokens in float32, 40 MB in half precision.
 *
 * The kernel clears and maps each page at its first use. In huge pages, where the system offers them, a model of 400 MB takes
 * a half of the processor time to open, on a virtual machine a third. Chunks that come from the system alone, and go back to
 * it when they are freed, are those above 32 MB, and others go back where 64 MB at the end are free: as malloc itself would
 * have it after one of the large ones was freed.
 */
function memorySettings({ GLIBC_TUNABLES: others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tunables = [
    ...(others ? [others] : []),
    ...['glibc.malloc.tcache_count=0', 'glibc.malloc.hugetlb=1'],
    ...[`glibc.malloc.mmap_threshold=${LARGE_CHUNK}`, `glibc.malloc.trim_threshold=${2 * LARGE_CHUNK}`],
  ];
  return { MALLOC_ARENA_MAX: '1', GLIBC_TUNABLES: tunables.join(':') };
}

/**
 * Starts `program`, which is dist/engine.js, or server.ts where Node runs TypeScript, on `node`, which is usually the
 * program that runs this. What the child prints goes to the log.
 */
export function spawnEngine(program: string, log: (line: string) => void, node = process.execPath): ChildProcess {
  const child = fork(program, {
    execPath: node,
    serialization: 'advanced', // typed arrays stay typed arrays
    execArgv: [`--max-semi-space-size=${SEMI_SPACE}`], // without the editor's own flags, such as a debugger's port
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1', // on the desktop the editor's program is Electron, which then runs as Node
      ...memorySettings(process.env),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', log);
  }
  return child;
}
