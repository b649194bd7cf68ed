// The text that a model's file is tried on: what is selected in the editor that was used last, or the paragraph at its caret. A
// custom editor takes the place of a text's without closing it, so that the last one is remembered.
import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import type { TextInHand } from '../contract/modelFileApi.ts';
import { type ChosenText, chosenText } from '../editor/chosenText.ts';

/** What is shown of it. */
const MOST_SHOWN = 80;

interface Place {
  readonly document: vscode.TextDocument;
  readonly selection: vscode.Selection;
}

export class LastText implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #last: Place | undefined;
  readonly #watch: vscode.Disposable;

  constructor() {
    this.#remember(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
    this.#watch = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#remember(textEditor)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#last?.document) this.#set(undefined);
      }),
    );
  }

  get chosen(): ChosenText | undefined {
    return this.#last && chosenText(this.#last);
  }

  get shown(): TextInHand | undefined {
    const { chosen } = this;
    if (!this.#last || !chosen) return undefined;
    const { selection } = this.#last;
    const beginning = chosen.text.trimStart().slice(0, MOST_SHOWN).replace(/\s+/g, ' ');
    return { label: basename(chosen.document.uri.path), beginning, isSelection: !selection.isEmpty };
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  /** An output channel is an editor, too, and nobody means it. */
  #remember(editor: vscode.TextEditor | undefined): void {
    if (!editor || editor.document.uri.scheme === 'output') return;
    const { document, selection } = editor;
    this.#set({ document, selection });
  }

  #set(place: Place | undefined): void {
    this.#last = place;
    this.#changed.fire();
  }
}
