// Brings a real VS Code server, workbench and extension host into .vscode-test/, from the npm registry alone: the package
// code-server ships them. Only the one native addon that the extension host insists on is built.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installDebianPackages } from './debian.ts';
import { run } from './run.ts';

const CODE_SERVER = '4.139.1';
export const CACHE = join(import.meta.dirname, '../../.vscode-test');
const HOME = join(CACHE, `code-server-${CODE_SERVER}`);
const VSCODE = join(HOME, 'node_modules/code-server/lib/vscode');
/** What the server asks for and a workbench without an assistant never loads: 180 MB. */
const NEEDLESS = ['@github/copilot-sdk', '@microsoft/mxc-sdk'];
/**
 * Extensions that the server brings along and a text with a panel beside it has no use for: an assistant, sign-ins,
 * version control, debuggers and services for other languages. Each workbench would start them, two with a process of
 * their own. Colour themes, grammars, Markdown, JSON and notebooks stay.
 */
const NEEDLESS_EXTENSIONS = [
  ...['copilot', 'github', 'github-authentication', 'microsoft-authentication', 'tunnel-forwarding'],
  ...['git', 'git-base', 'merge-conflict', 'emmet', 'npm', 'grunt', 'gulp', 'jake', 'terminal-suggest'],
  ...['debug-auto-launch', 'debug-server-ready', 'ms-vscode.js-debug', 'ms-vscode.js-debug-companion'],
  ...['ms-vscode.vscode-js-profile-table', 'typescript-language-features', 'php-language-features'],
  ...['css-language-features', 'html-language-features', 'references-view', 'simple-browser'],
];
/** Node as the npm package `node` has installed it beside its program, here for its headers. */
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const NODE_HOME = join(import.meta.dirname, '../../node_modules/node/node_modules', NODE_PACKAGE);
/** What node-gyp builds with. */
const COMPILER = {
  'g++': existsSync('/usr/bin/g++'),
  make: existsSync('/usr/bin/make'),
  python3: existsSync('/usr/bin/python3'),
};
export const SERVER_MAIN = join(VSCODE, 'out/server-main.js');

/** Does nothing where it is there already. */
export async function installServer(say: (line: string) => void): Promise<void> {
  const done = join(HOME, 'installed without needless extensions');
  if (existsSync(done)) return;
  await rm(HOME, { recursive: true, force: true });
  await mkdir(HOME, { recursive: true });
  await writeFile(join(HOME, 'package.json'), '{ "private": true }');
  say(`downloading VS Code server (code-server ${CODE_SERVER}) …`);
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', [...install, `code-server@${CODE_SERVER}`], { cwd: HOME });
  say('installing its modules …');
  await leaveOut(NEEDLESS);
  await run('npm', [...install, '--omit=dev'], { cwd: VSCODE });
  for (const name of NEEDLESS_EXTENSIONS) await rm(join(VSCODE, 'extensions', name), { recursive: true });
  say('building its watchdog …');
  await installDebianPackages(COMPILER, say);
  await buildWatchdog();
  await writeFile(done, new Date().toISOString());
}

async function leaveOut(packages: readonly string[]): Promise<void> {
  const file = join(VSCODE, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const name of packages) delete manifest.dependencies[name];
  await writeFile(file, JSON.stringify(manifest, null, 2));
}

async function buildWatchdog(): Promise<void> {
  const folder = join(VSCODE, 'node_modules/@vscode/native-watchdog');
  await run(process.execPath, [nodeGyp(), 'rebuild', `--nodedir=${NODE_HOME}`], { cwd: folder });
}

/** npm carries node-gyp. */
function nodeGyp(): string {
  const npm = process.env.npm_execpath ?? join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const found = join(dirname(npm), '../node_modules/node-gyp/bin/node-gyp.js');
  if (existsSync(found)) return found;
  throw new Error(`npm's node-gyp was not found at ${found}; run this through npm`);
}
