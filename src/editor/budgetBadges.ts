// Marks files over their budget in the explorer and in tabs: what agents and assistants read, or other files of the setting.
// They are counted one after the other in another process, and again when they are saved. Knows no tokenizer.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { budgetFilesSetting, budgetSetting, onDidChangeBudget } from '../settings/budgetSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import { numberText } from './numberText.ts';
import { languageOfFile } from './promptFiles.ts';

/** More files of this kind in a folder are not written by people. */
const MOST_FILES = 1_000;
/** A longer one is not for an agent to read. */
const MOST_BYTES = 2_000_000;
const NOT_OURS = '**/{node_modules,.git}/**';

export interface BadgeParts {
  readonly count: (texts: readonly string[], ref: CounterRef, signal: AbortSignal) => Promise<readonly number[]>;
  readonly tokenizer: (scope: vscode.ConfigurationScope) => CounterRef;
  readonly nameOf: (ref: CounterRef) => string;
}

export class BudgetBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #parts: BadgeParts;
  /** What is said of each file that is over its budget, by its address. */
  readonly #beyond = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #listeners: vscode.Disposable;
  #watchers: readonly vscode.Disposable[] = [];
  /** Ends with the settings that it reads. */
  #work = new AbortController();
  /** Files wait for one another. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: BadgeParts) {
    this.#parts = parts;
    const again = () => void this.refresh();
    this.#listeners = vscode.Disposable.from(
      vscode.window.registerFileDecorationProvider(this),
      onDidChangeBudget(again),
      onDidChangeTokenizer(again),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
    );
    again();
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const tooltip = this.#beyond.get(uri.toString());
    if (tooltip === undefined) return undefined;
    return new vscode.FileDecoration('!', tooltip, new vscode.ThemeColor('tokenscope.budgetForeground'));
  }

  /** Counts all files anew, where any of them can have a budget. Never rejects. */
  async refresh(): Promise<void> {
    this.#work.abort();
    this.#work = new AbortController();
    const { signal } = this.#work;
    vscode.Disposable.from(...this.#watchers).dispose();
    this.#watchers = [];
    this.#forget([...this.#beyond.keys()].map((key) => vscode.Uri.parse(key, true)));
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(hasBudget);
    for (const folder of folders) await this.#follow(folder, signal);
  }

  async #follow(folder: vscode.WorkspaceFolder, signal: AbortSignal): Promise<void> {
    const globs = budgetFilesSetting(folder);
    if (globs.length === 0 || signal.aborted) return;
    const pattern = new vscode.RelativePattern(folder, globs.length === 1 ? globs[0] : `{${globs.join(',')}}`);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const check = (uri: vscode.Uri) => void this.#inTurn(uri, signal);
    this.#watchers = [
      ...this.#watchers,
      watcher,
      watcher.onDidCreate(check),
      watcher.onDidChange(check),
      watcher.onDidDelete((uri) => this.#forget([uri])),
    ];
    const files = await vscode.workspace.findFiles(pattern, NOT_OURS, MOST_FILES);
    await Promise.all(files.map((uri) => this.#inTurn(uri, signal)));
  }

  async #inTurn(uri: vscode.Uri, signal: AbortSignal): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (!signal.aborted) await this.#check(uri, signal);
    });
    await this.#queue;
  }

  /** Never rejects: a file that cannot be read or counted has no mark. */
  async #check(uri: vscode.Uri, signal: AbortSignal): Promise<void> {
    const said = await this.#saidOf(uri, signal).catch(() => undefined);
    if (signal.aborted || said === this.#beyond.get(uri.toString())) return;
    if (said === undefined) return this.#forget([uri]);
    this.#beyond.set(uri.toString(), said);
    this.#changed.fire([uri]);
  }

  /** What is said of the file as it was saved; undefined where it keeps to its budget, or has none. */
  async #saidOf(uri: vscode.Uri, signal: AbortSignal): Promise<string | undefined> {
    const scope = scopeOf(uri);
    const { tokens: budget } = budgetSetting(scope);
    if (budget === 0 || (await vscode.workspace.fs.stat(uri)).size > MOST_BYTES) return undefined;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const ref = this.#parts.tokenizer(scope);
    const [count] = text === '' ? [0] : await this.#parts.count([text], ref, signal);
    if (count <= budget) return undefined;
    const { t } = vscode.l10n;
    return t('{0} tokens by {1}, the budget is {2}', numberText(count), this.#parts.nameOf(ref), numberText(budget));
  }

  #forget(uris: readonly vscode.Uri[]): void {
    const marked = uris.filter((uri) => this.#beyond.delete(uri.toString()));
    if (marked.length > 0) this.#changed.fire(marked);
  }

  dispose(): void {
    this.#work.abort();
    vscode.Disposable.from(this.#listeners, this.#changed, ...this.#watchers).dispose();
  }
}

/** A file that is open has the language that the user gave it. */
function scopeOf(uri: vscode.Uri): { readonly uri: vscode.Uri; readonly languageId: string } {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return { uri, languageId: open?.languageId ?? languageOfFile(uri.path) ?? 'plaintext' };
}

/** Whether a budget is set anywhere that files of this folder read. */
function hasBudget(folder: vscode.WorkspaceFolder): boolean {
  const languages = ['markdown', 'instructions', 'prompt', 'chatagent', 'skill', 'plaintext'];
  return languages.some((languageId) => budgetSetting({ uri: folder.uri, languageId }).tokens > 0);
}
