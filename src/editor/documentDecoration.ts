// One decoration type over ranges of one document, in every editor that shows the document, now or later. VS Code
// itself forgets decorations with the editor that they were set in. Knows no tokens.
import * as vscode from 'vscode';

export class DocumentDecoration implements vscode.Disposable {
  readonly #type: vscode.TextEditorDecorationType;
  readonly #watch: vscode.Disposable;
  #document: vscode.TextDocument | undefined;
  #ranges: readonly vscode.Range[] = [];

  constructor(options: vscode.DecorationRenderOptions) {
    this.#type = vscode.window.createTextEditorDecorationType(options);
    this.#watch = vscode.window.onDidChangeVisibleTextEditors(() => this.#apply(this.#document, this.#ranges));
  }

  /** Replaces all ranges; those in another document are removed. */
  show(document: vscode.TextDocument, ranges: readonly vscode.Range[]): void {
    if (this.#document !== document) this.clear();
    this.#document = document;
    this.#ranges = ranges;
    this.#apply(document, ranges);
  }

  clear(): void {
    this.#apply(this.#document, []);
    this.#document = undefined;
    this.#ranges = [];
  }

  dispose(): void {
    this.#watch.dispose();
    this.#type.dispose();
  }

  #apply(document: vscode.TextDocument | undefined, ranges: readonly vscode.Range[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.setDecorations(this.#type, ranges);
    }
  }
}
