// Calls for an update of every editor in sight when what it shows has changed and rested for a while. Knows nothing of what
// is updated.
import * as vscode from 'vscode';
import { onDidChangeLanguage } from './languageChange.ts';

/** `isLatest` says whether no other update of the editor has begun meanwhile. Must not reject. */
export type Update = (editor: vscode.TextEditor, isLatest: () => boolean) => Promise<void>;

export class EditorRefresh implements vscode.Disposable {
  readonly #update: Update;
  readonly #resting = new Map<vscode.TextEditor, NodeJS.Timeout>();
  readonly #latest = new WeakMap<vscode.TextEditor, symbol>();
  readonly #watch: vscode.Disposable;

  /** Without `scrolledMs`, scrolling changes nothing. */
  constructor(update: Update, rest: { readonly scrolledMs?: number; readonly editedMs: number }) {
    const { scrolledMs } = rest;
    this.#update = update;
    this.#watch = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.all()),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (scrolledMs !== undefined) this.#soon(textEditor, scrolledMs);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.of(document, rest.editedMs);
      }),
      onDidChangeLanguage((document) => this.of(document)),
    );
    this.all();
  }

  /** Updates all editors in sight as soon as what is running has its turn. */
  all(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#soon(editor, 0);
  }

  /** Updates the editors of a document. */
  of(document: vscode.TextDocument, delayMs = 0): void {
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document === document) this.#soon(editor, delayMs);
  }

  dispose(): void {
    this.#watch.dispose();
    for (const timer of this.#resting.values()) clearTimeout(timer);
  }

  #soon(editor: vscode.TextEditor, delayMs: number): void {
    clearTimeout(this.#resting.get(editor));
    this.#resting.set(
      editor,
      setTimeout(() => void this.#begin(editor), delayMs),
    );
  }

  async #begin(editor: vscode.TextEditor): Promise<void> {
    this.#resting.delete(editor);
    const mark = Symbol();
    this.#latest.set(editor, mark);
    await this.#update(editor, () => this.#latest.get(editor) === mark);
  }
}
