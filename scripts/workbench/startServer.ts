// Starts the VS Code server of installServer.ts on a free loopback port, with settings for a quiet workbench.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { SERVER_MAIN } from './installServer.ts';

export interface WorkbenchServer {
  readonly origin: string;
  /** Where VSIX files are unpacked to. */
  readonly extensions: string;
  /** Resolves when the server has gone, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Emptied first; settings, extensions and logs go here. */
  readonly home: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings that no user and no workspace may make. */
  readonly machine?: Readonly<Record<string, unknown>>;
  /** VSIX files to install before the start. */
  readonly install?: readonly string[];
  /** Who opens the workbench must name it; without one every program of this machine may. */
  readonly token?: string;
  /** Of the server and all processes that it starts, besides this one's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** No chat, no welcome, no telemetry, nothing that asks. */
const QUIET: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'window.menuBarVisibility': 'compact',
  'editor.cursorBlinking': 'solid', // a caret that blinks is drawn by the processor, all the time
};

export async function startServer({
  home,
  settings = {},
  machine = {},
  install = [],
  token,
  environment = {},
}: ServerOptions): Promise<WorkbenchServer> {
  await rm(home, { recursive: true, force: true });
  const extensions = join(home, 'extensions');
  await mkdir(extensions, { recursive: true });
  await writeSettings(join(home, 'data/User'), { ...QUIET, ...settings });
  await writeSettings(join(home, 'data/Machine'), machine);
  const folders = ['--server-data-dir', home, '--extensions-dir', extensions];
  for (const vsix of install) await installExtension(vsix, folders);
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER_MAIN, ...serverArgs(port, token), ...folders], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  await ready(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    origin: `http://127.0.0.1:${port}`,
    extensions,
    ended,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Writes settings.json into one of the server's folders, data/User or data/Machine. */
export async function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

function serverArgs(port: number, token: string | undefined): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...(token ? ['--connection-token', token] : ['--without-connection-token']),
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--disable-workspace-trust', '--enable-smoke-test-driver'],
  ];
}

async function installExtension(vsix: string, folders: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [
    SERVER_MAIN,
    '--accept-server-license-terms',
    '--install-extension',
    vsix,
    ...folders,
  ]);
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0 || !printed.includes('successfully installed'))
    throw new Error(`${vsix} was not installed:\n${printed}`);
}

/** The server says when it listens. */
async function ready(child: ChildProcess): Promise<void> {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      if (printed.includes('Extension host agent listening on')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the VS Code server ended with ${code}:\n${printed}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

export interface WorkbenchUrlOptions {
  /** An extension's folder, to run it from there. */
  readonly develop?: string;
  /** A bundled suite that runs inside the extension host. */
  readonly tests?: string;
  /** Opened in the editor. */
  readonly file?: string;
  readonly token?: string;
}

export function workbenchUrl(origin: string, folder: string, options: WorkbenchUrlOptions = {}): string {
  const remote = (path: string) => `vscode-remote://${new URL(origin).host}${path}`;
  const payload = [['skipWelcome', 'true']];
  if (options.develop) payload.push(['extensionDevelopmentPath', remote(options.develop)]);
  if (options.tests) payload.push(['extensionTestsPath', remote(options.tests)]);
  if (options.file) payload.push(['openFile', remote(options.file)]);
  const token = options.token ? `&tkn=${options.token}` : '';
  return `${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}${token}`;
}
