// The first step of `npm start` and `npm test`: installs the modules where they are missing or older than the lock
// file, then runs the real script on the project's own Node 24. This file is plain JavaScript without dependencies, so
// that any Node ≥ 18 runs it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const node = program('node');

if (!upToDate()) {
  console.log('installing node_modules …');
  run(process.execPath, [npm(), 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
// npm 11 may leave install scripts out; these put Node 24, and the oldest Node that is promised, into their places.
for (const name of ['node', 'node-oldest']) {
  const folder = join(modules, name);
  if (existsSync(folder) && !existsSync(program(name)))
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: folder,
      stdio: 'inherit',
      env: environment(),
    });
}
const [script, ...args] = process.argv.slice(2);
// Ctrl+C also reaches the script, which ends by itself.
process.on('SIGINT', () => {});
const program24 = existsSync(node) ? node : thisNode();
const child = spawn(program24, [join(root, script), ...args], { cwd: root, stdio: 'inherit', env: environment() });
process.on('SIGTERM', () => child.kill());
child.on('exit', (code) => process.exit(code ?? 1));

function program(name) {
  return join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The Node that runs this: it serves where npm does not have Node 24 for the platform, as for Macs at times. */
function thisNode() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  console.error(`npm has no Node 24 for ${process.platform} on ${process.arch}: install Node 24 and run this on it`);
  process.exit(2);
}

/**
 * Whether the modules are up to date: npm writes a copy of the lock file when it has finished. What a link leads to is
 * somebody else's, and npm would empty it.
 */
function upToDate() {
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  const installed = join(modules, '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function npm() {
  const path = process.env.npm_execpath;
  if (path) return path;
  console.error('run this through npm: npm start, npm test');
  process.exit(2);
}

function run(program, programArguments) {
  const { status, error } = spawnSync(program, programArguments, { cwd: root, stdio: 'inherit', env: environment() });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

/** The environment with the project's Node first in the PATH. */
function environment() {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
}
