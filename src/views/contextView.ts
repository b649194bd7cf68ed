// The host of the Context X-ray: one editor tab, what it looks at, and the counting of it in the engine's process. A file
// that changes is told to the view, and counted again when the user asks for it. Counts nothing itself.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type {
  ChatReading,
  ContextApi,
  ContextContent,
  ContextHostApi,
  ContextSubject,
} from '../contract/contextApi.ts';
import type { ContextReport, ContextRequest } from '../contract/contextReport.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { chatReading } from './chatReading.ts';
import { contextTitle } from './contextTitle.ts';
import { watchCounted } from './countedFiles.ts';
import { excludedGlobs } from './excludedGlobs.ts';
import { webviewHtml, webviewOptions } from './html.ts';
import { openPlaces } from './openPlaces.ts';
import { saveFile } from './saveFile.ts';
import { connectWebview, webviewStart } from './webviewChannel.ts';

export const CONTEXT_TYPE = 'tokenscope.context';
const EVENTS = ['begin', 'show', 'outdated'] as const satisfies readonly (keyof ContextApi)[];

export interface ContextViewParts {
  readonly extension: vscode.Uri;
  readonly counter: EngineClient;
  readonly tokenizer: () => TokenizerRef;
  readonly nameOf: (tokenizer: TokenizerRef) => string;
  readonly chooseSubject: () => Promise<ContextSubject | undefined>;
  readonly chooseTokenizer: () => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

export class ContextView implements vscode.Disposable {
  readonly #parts: ContextViewParts;
  #panel: { readonly panel: vscode.WebviewPanel; readonly page: ContextApi } | undefined;
  #subject: ContextSubject | undefined;
  #content: ContextContent = { kind: 'empty' };
  /** The counting that the view waits for; an answer to another one is not shown. */
  #counting: string | undefined;
  #watch: vscode.Disposable | undefined;
  readonly #progress: { dispose(): void };

  constructor(parts: ContextViewParts) {
    this.#parts = parts;
    this.#progress = parts.counter.onContextProgress((id, { files, ofFiles }) => {
      const { kind } = this.#content;
      if (id !== this.#counting || kind !== 'counting') return;
      this.#show({ ...this.#content, kind, done: files, of: ofFiles } as ContextContent);
    });
  }

  /** The tab shows this. Never rejects: what goes wrong is shown. */
  async look(subject: ContextSubject): Promise<void> {
    if (this.#panel) this.#panel.panel.reveal();
    else this.#adopt(create());
    await this.#count(subject);
  }

  /** A tab that VS Code brings back after a reload; undefined where nothing usable was kept. */
  async restore(panel: vscode.WebviewPanel, subject: ContextSubject | undefined): Promise<void> {
    if (this.#panel) {
      panel.dispose(); // one is open already
      return;
    }
    this.#adopt(panel);
    if (subject) await this.#count(subject);
  }

  /** What the tab shows now. */
  get report(): ContextReport | undefined {
    return this.#content.kind === 'counted' ? this.#content.report : undefined;
  }

  dispose(): void {
    this.#progress.dispose();
    this.#panel?.panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { extension, log } = this.#parts;
    panel.webview.options = webviewOptions(extension);
    const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `tokenscope-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const remote = connectWebview<ContextApi, ContextHostApi>(panel.webview, this.#hostApi(), EVENTS, log);
    panel.webview.html = webviewHtml(panel.webview, vscode.Uri.joinPath(extension, 'dist', 'context.js'));
    this.#panel = { panel, page: remote as unknown as ContextApi };
    this.#panel.page.begin(webviewStart());
    panel.onDidDispose(() => {
      remote.$close();
      this.#cancel();
      this.#counting = undefined;
      this.#watch?.dispose();
      this.#panel = undefined;
      this.#content = { kind: 'empty' };
    });
  }

  async #count(subject: ContextSubject): Promise<void> {
    this.#cancel();
    const id = randomUUID();
    this.#counting = id;
    this.#subject = subject;
    const title = contextTitle(subject);
    this.#show({ kind: 'counting', title, subject, done: 0, of: 0 });
    try {
      const { counter, tokenizer, nameOf } = this.#parts;
      const request = this.#request(subject, tokenizer());
      const counted = await counter.contextReport(id, request);
      const report = { ...counted, tokenizer: nameOf(request.tokenizer) };
      const chat = subject.kind === 'conversation' ? await this.#chat(subject, request.tokenizer) : undefined;
      if (this.#counting !== id) return;
      this.#counting = undefined;
      this.#showReport(subject, report, chat);
    } catch (thrown) {
      if (this.#counting !== id) return;
      this.#counting = undefined;
      const message = failureMessage(thrownFailure(thrown, this.#parts.log));
      this.#show({ kind: 'failed', title, subject, message });
    }
  }

  /** What changed is asked of git, which runs what a repository's settings say: only where the user trusts it. */
  #request({ kind, paths }: ContextSubject, tokenizer: TokenizerRef): ContextRequest {
    const changes = vscode.workspace.isTrusted && kind !== 'conversation';
    return {
      roots: paths,
      tokenizer,
      exclude: excludedGlobs(),
      agentFiles: kind === 'agent',
      duplicates: true,
      changes,
    };
  }

  async #chat({ paths: [path] }: ContextSubject, tokenizer: TokenizerRef): Promise<ChatReading> {
    const { counter, nameOf, log } = this.#parts;
    return await chatReading(path, { counter, tokenizer, name: nameOf(tokenizer), log });
  }

  #showReport(subject: ContextSubject, report: ContextReport, chat: ChatReading | undefined): void {
    const { t } = vscode.l10n;
    const remarks = vscode.workspace.isTrusted
      ? []
      : [
          t(
            'What changed since the last commit is not shown, since you do not trust this workspace: git would run in it.',
          ),
        ];
    const budget = Number(vscode.workspace.getConfiguration().get('tokenscope.budget')) || 0;
    this.#show({ kind: 'counted', title: contextTitle(subject), subject, report, budget, chat, remarks });
    this.#watch?.dispose();
    this.#watch = watchCounted(report.nodes, () => this.#panel?.page.outdated());
  }

  #cancel(): void {
    const { counter } = this.#parts;
    if (this.#counting && counter.processId !== undefined)
      void counter.cancelContextReport(this.#counting).catch(() => {});
  }

  #again(): void {
    if (this.#subject) void this.#count(this.#subject);
  }

  #hostApi(): ContextHostApi {
    const { chooseSubject, chooseTokenizer } = this.#parts;
    return {
      ready: async () => webviewStart(),
      showAgain: () => this.#show(this.#content),
      cancel: () => this.#cancel(),
      refresh: () => this.#again(),
      chooseSubject: async () => {
        const subject = await chooseSubject();
        if (subject) await this.#count(subject);
      },
      chooseTokenizer: async () => {
        const before = JSON.stringify(this.#parts.tokenizer());
        await chooseTokenizer();
        if (JSON.stringify(this.#parts.tokenizer()) !== before) this.#again();
      },
      open: (places) => void openPlaces(places, this.#panel?.panel.viewColumn),
      copy: async (text) => {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 3000);
      },
      save: async (name, content) => await saveFile(name, content, undefined),
    };
  }

  #show(content: ContextContent): void {
    this.#content = content;
    this.#panel?.page.show(content);
  }
}

function create(): vscode.WebviewPanel {
  const column = { viewColumn: vscode.ViewColumn.Active };
  return vscode.window.createWebviewPanel(CONTEXT_TYPE, vscode.l10n.t('Context X-ray'), column, {
    retainContextWhenHidden: true,
  });
}
