// Brings a real VS Code server, workbench and extension host into .vscode-test/, from the npm registry alone: the package
// code-server ships them. Only the one native addon that the extension host insists on is built.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installDebianPackages } from './debian.ts';
import { run } from './run.ts';

const CODE_SERVER = '4.139.1';
export const CACHE = join(import.meta.dirname, '../../.vscode-test');
const HOME = join(CACHE, `code-server-${CODE_SERVER}`);
const VSCODE = join(HOME, 'node_modules/code-server/lib/vscode');
/** Node as the npm package `node` installs it, here for its headers. */
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
/** What node-gyp builds with. */
const COMPILER = {
  'g++': existsSync('/usr/bin/g++'),
  make: existsSync('/usr/bin/make'),
  python3: existsSync('/usr/bin/python3'),
};
export const SERVER_MAIN = join(VSCODE, 'out/server-main.js');

/** Does nothing where it is there already. */
export async function installServer(say: (line: string) => void): Promise<void> {
  const done = join(HOME, 'installed');
  if (existsSync(done)) return;
  await rm(HOME, { recursive: true, force: true });
  await mkdir(HOME, { recursive: true });
  await writeFile(join(HOME, 'package.json'), '{ "private": true }');
  say(`downloading VS Code server (code-server ${CODE_SERVER}) …`);
  const packages = [`code-server@${CODE_SERVER}`, `${NODE_PACKAGE}@${process.versions.node}`];
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: HOME });
  say('installing its modules …');
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: VSCODE });
  say('building its watchdog …');
  await installDebianPackages(COMPILER, say);
  await buildWatchdog();
  await writeFile(done, new Date().toISOString());
}

async function buildWatchdog(): Promise<void> {
  const folder = join(VSCODE, 'node_modules/@vscode/native-watchdog');
  await run(process.execPath, [nodeGyp(), 'rebuild', `--nodedir=${join(HOME, 'node_modules', NODE_PACKAGE)}`], {
    cwd: folder,
  });
}

/** npm carries node-gyp. */
function nodeGyp(): string {
  const npm = process.env.npm_execpath ?? join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const found = join(dirname(npm), '../node_modules/node-gyp/bin/node-gyp.js');
  if (existsSync(found)) return found;
  throw new Error(`npm's node-gyp was not found at ${found}; run this through npm`);
}
