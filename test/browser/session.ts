// One server with the packaged extension installed, one browser: shared by the tests of a file. Knows no test.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/workbench/browser.ts';
import { CACHE } from '../../scripts/workbench/installServer.ts';
import { startServer, type WorkbenchServer, workbenchUrl, writeSettings } from '../../scripts/workbench/startServer.ts';
import { Workbench, type WorkbenchOptions } from '../../scripts/workbench/workbench.ts';
import { makeWorkspace, type WorkspaceOptions } from '../../scripts/workbench/workspace.ts';
import { LISTENER, recording, uncaughtInPages, uncaughtInProcesses } from './uncaught.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
/** Below the server's home. */
const UNCAUGHT = 'uncaught.jsonl';
/** Where Ollama would keep its models, below the server's home. */
export const OLLAMA = 'ollama';
/** The user's own folder, where other programs keep theirs, below the server's home. */
export const USER = 'user';
const VSIX = join(ROOT, 'out', `tokenscope-${process.platform}-${process.arch}.vsix`);

export class Session {
  readonly #server: WorkbenchServer;
  readonly #browser: Browser;
  /** The server's: settings, and what extensions keep. */
  readonly home: string;
  readonly #name: string;
  /** What each workbench has opened. */
  readonly #folders = new Map<Workbench, string>();
  #opened = 0;

  private constructor(home: string, name: string, server: WorkbenchServer, browser: Browser) {
    this.home = home;
    this.#name = name;
    this.#server = server;
    this.#browser = browser;
  }

  /** `machine`: settings of the machine that the server runs on. */
  static async start(name: string, machine: Readonly<Record<string, unknown>> = {}): Promise<Session> {
    if (!existsSync(VSIX)) throw new Error(`${VSIX} is missing: run npm run package`);
    const home = join(CACHE, `browser-${name}`);
    // Models of whoever runs the tests are none of theirs.
    const elsewhere = {
      HOME: join(home, USER),
      HF_HUB_CACHE: join(home, USER, '.cache/huggingface/hub'),
      OLLAMA_MODELS: join(home, OLLAMA),
      LLAMA_CACHE: join(home, 'llama.cpp'),
    };
    const environment = { ...recording(join(home, UNCAUGHT)), ...elsewhere };
    const server = await startServer({ home, install: [VSIX], machine, environment });
    return new Session(home, name, server, await launchBrowser());
  }

  /** A workbench on a fresh copy of the samples, its own, with settings of the workspace and more files. `extension`: one in
   * place of the listener, which it has to call. */
  async open(
    options: Omit<WorkbenchOptions, 'url'> &
      Pick<WorkspaceOptions, 'settings' | 'files'> & { readonly extension?: string } = {},
  ): Promise<Workbench> {
    const folder = await makeWorkspace({
      folder: join(CACHE, `workspace-${this.#name}-${this.#opened++}`),
      from: join(ROOT, 'media/samples'),
      settings: options.settings ?? {},
      files: options.files ?? {},
    });
    const url = workbenchUrl(this.#server.origin, folder, { develop: options.extension ?? LISTENER });
    const workbench = await Workbench.open(this.#browser, { ...options, url });
    this.#folders.set(workbench, folder);
    return workbench;
  }

  /** The workspace that one of the workbenches shows. */
  folderOf(workbench: Workbench): string {
    return this.#folders.get(workbench) ?? assert.fail('a workbench of another session');
  }

  /** Replaces the settings of the machine; open workbenches hear of it soon. */
  async setMachine(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await writeSettings(join(this.home, 'data/Machine'), settings);
  }

  /** Replaces the settings of the workspace that one of the workbenches shows; it hears of it soon. */
  async setWorkspace(workbench: Workbench, settings: Readonly<Record<string, unknown>>): Promise<void> {
    await writeSettings(join(this.folderOf(workbench), '.vscode'), settings);
  }

  /** Fails where anything of ours was thrown that nobody caught, in any of the processes, since the start. */
  async end(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    assert.deepEqual(
      [
        ...uncaughtInPages([...this.#folders.keys()]),
        ...uncaughtInProcesses(join(this.home, UNCAUGHT), 'extensionHost'),
      ],
      [],
    );
  }
}
