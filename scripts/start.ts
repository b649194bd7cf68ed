// npm start: builds the extension and opens VS Code with it and sample texts: the desktop program where `code` is on
// the PATH, else a VS Code server on a free loopback port. Ctrl+C ends what it started.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { CACHE, installServer } from './workbench/installServer.ts';
import { run } from './workbench/run.ts';
import { startServer, workbenchUrl } from './workbench/startServer.ts';

const ROOT = resolve(import.meta.dirname, '..');
const HOME = join(CACHE, 'start');
const SAMPLES = join(CACHE, 'samples');
/** What to do first. */
const BEGIN = `put the caret into a paragraph and press ${process.platform === 'darwin' ? 'Cmd+K Cmd+Y' : 'Ctrl+K Ctrl+Y'}, or click the token count in the status bar`;

console.log('building …');
await run(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
// Samples that were edited stay as they are from one start to the next.
await cp(join(ROOT, 'media/samples'), SAMPLES, { recursive: true, force: false });
const desktop = programOnPath('code');
if (desktop) await openDesktop(desktop);
else await openServer();

/** Opens an instance of its own, which can be ended and leaves the user's settings alone. */
async function openDesktop(code: string): Promise<void> {
  const userData = join(HOME, 'desktop');
  const args = ['--wait', '--new-window', '--skip-welcome', '--disable-workspace-trust', '--user-data-dir', userData];
  const contents = [`--extensionDevelopmentPath=${ROOT}`, SAMPLES, join(SAMPLES, 'sample.md')];
  const child = spawn(code, [...args, ...contents], { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(`VS Code is opening: ${BEGIN}\nclose its window or press Ctrl+C here to end`);
  const closed = new Promise((done) => child.once('exit', done));
  await Promise.race([closed, interrupted()]);
  child.kill();
  await endDesktop(userData);
}

/** Ends the program, which detaches from the process that started it; its process id is in its lock file. */
async function endDesktop(userData: string): Promise<void> {
  const pid = Number(await readFile(join(userData, 'code.lock'), 'utf8').catch(() => ''));
  try {
    if (pid > 0) process.kill(pid);
  } catch {
    // It has ended.
  }
}

async function openServer(): Promise<void> {
  await installServer(console.log);
  const token = randomUUID();
  const server = await startServer({ home: HOME, token });
  const url = workbenchUrl(server.origin, SAMPLES, { develop: ROOT, file: join(SAMPLES, 'sample.md'), token });
  console.log(`\nVS Code with Tokenscope is at\n\n  ${url}\n\n${BEGIN}\npress Ctrl+C here to end`);
  openBrowser(url);
  await Promise.race([server.ended, interrupted()]);
  await server.stop();
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** Opens the user's browser; where there is no screen, the printed address is enough. */
function openBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
    linux: process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open', url] : [],
  };
  const [program, ...args] = openers[process.platform] ?? [];
  if (!program) return;
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log(`(${program} could not open a browser)`));
  child.unref();
}

function programOnPath(name: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))).find(existsSync);
}
