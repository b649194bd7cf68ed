// The host of the Context X-ray: one editor tab, what it looks at, and the counting of it in the engine's process. A file
// that changes is told to the view, and counted again when the user asks for it. Counts nothing itself.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ContextApi, ContextContent, ContextHostApi, ContextSubject } from '../contract/contextApi.ts';
import type { ContextReport } from '../contract/contextReport.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { createPanel, fillPanel } from './contextPanel.ts';
import { contextTitle } from './contextTitle.ts';
import { type CountedContent, countedContent } from './countedContent.ts';
import { CountedFiles } from './countedFiles.ts';
import { type CountedSubject, countSubject, type SubjectCounter } from './countSubject.ts';
import { openPlaces } from './openPlaces.ts';
import { saveFile } from './saveFile.ts';
import { connectWebview, webviewStart } from './webviewChannel.ts';

const EVENTS = ['begin', 'show', 'outdated'] as const satisfies readonly (keyof ContextApi)[];

/** What is shown of a report, and the files that it is of. */
interface Counted {
  readonly content: CountedContent;
  readonly files: CountedFiles;
}

export interface ContextViewParts extends SubjectCounter {
  readonly extension: vscode.Uri;
  readonly chooseSubject: () => Promise<ContextSubject | undefined>;
  readonly chooseTokenizer: () => Promise<void>;
}

export class ContextView implements vscode.Disposable {
  readonly #parts: ContextViewParts;
  #panel: { readonly panel: vscode.WebviewPanel; readonly page: ContextApi } | undefined;
  #subject: ContextSubject | undefined;
  #content: ContextContent = { kind: 'empty' };
  /** The counting that the view waits for; an answer to another one is not shown. */
  #counting: string | undefined;
  /** The last report, in sight while the same is counted again. */
  #counted: Counted | undefined;
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
    else this.#adopt(createPanel());
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
    const remote = connectWebview<ContextApi, ContextHostApi>(panel.webview, this.#hostApi(), EVENTS, log);
    fillPanel(panel, extension);
    this.#panel = { panel, page: remote as unknown as ContextApi };
    this.#panel.page.begin(webviewStart());
    panel.onDidDispose(() => {
      remote.$close();
      this.#cancel();
      this.#counting = undefined;
      this.#counted?.files.dispose();
      this.#counted = undefined;
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
    const files = new CountedFiles(subject, () => this.#panel?.page.outdated());
    const counted = await countSubject(id, subject, this.#parts).catch((thrown: unknown) => ({ thrown }));
    if (this.#counting !== id) return files.dispose();
    this.#counting = undefined;
    if ('thrown' in counted) {
      files.dispose();
      const message = failureMessage(thrownFailure(counted.thrown, this.#parts.log));
      this.#show({ kind: 'failed', title, subject, message });
    } else if (!counted.report.complete && this.#isOf(subject)) {
      files.dispose();
      this.#showCounted();
    } else await this.#take(subject, counted, files);
  }

  /** Whether the last report is of the same: where the next one is cancelled, it stays. */
  #isOf(subject: ContextSubject): boolean {
    return JSON.stringify(this.#counted?.content.subject) === JSON.stringify(subject);
  }

  async #take(subject: ContextSubject, { report, chat, unsaved }: CountedSubject, files: CountedFiles): Promise<void> {
    this.#counted?.files.dispose();
    const content = countedContent(subject, report, chat);
    this.#counted = { content, files };
    this.#showCounted();
    await files.counted(report.nodes, unsaved);
  }

  #showCounted(): void {
    if (!this.#counted) return;
    const { content, files } = this.#counted;
    this.#show(content);
    if (files.outdated) this.#panel?.page.outdated();
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
      showAgain: () => (this.#content.kind === 'counted' ? this.#showCounted() : this.#show(this.#content)),
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
      open: (places) => void openPlaces(places, this.#panel?.panel.viewColumn, (path) => this.#uriOf(path)),
      copy: async (text) => {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 3000);
      },
      save: async (name, content) => await saveFile(name, content, undefined),
    };
  }

  /** Where an editor's text was counted, its places are in that editor. */
  #uriOf(path: string): vscode.Uri {
    const { document, paths } = this.#subject ?? { paths: [] };
    return document !== undefined && path === paths[0] ? vscode.Uri.parse(document) : vscode.Uri.file(path);
  }

  #show(content: ContextContent): void {
    this.#content = content;
    this.#panel?.page.show(content);
  }
}
