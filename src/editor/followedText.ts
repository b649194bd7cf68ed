// Follows a chosen text through the edits of its document from the moment when it was chosen, since the user goes on
// typing while the model runs. Knows no tokens.
import * as vscode from 'vscode';
import type { TextPlace, TextSource } from '../contract/webviewApi.ts';
import type { ChosenText } from './chosenText.ts';
import { afterChange, type TextAnchor } from './textAnchor.ts';

/** The number of characters that are kept for a reload of the window. They are sent whenever the text moves. */
export const MAX_KEPT = 20_000;

export class FollowedText implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly firstLine: number;
  /** The text, or its beginning. */
  readonly #kept: string;
  #anchor: TextAnchor;
  readonly #changed = new vscode.EventEmitter<void>();
  /**
   * Fires when an edit changes the text's start offset, so that its ranges move, or makes it stale. Further edits
   * inside a stale text change nothing that is shown, and are not reported.
   */
  readonly onDidChange = this.#changed.event;
  readonly #watch: vscode.Disposable;

  /** Has to be made in the same tick in which the text was chosen, since earlier edits are not seen. */
  constructor({ document, start, text, editedEnd, firstLine = 1 }: ChosenText) {
    this.firstLine = firstLine;
    this.document = document;
    this.#kept = text.slice(0, MAX_KEPT);
    this.#anchor = { start, end: editedEnd ?? start + text.length, stale: editedEnd !== undefined };
    this.#watch = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
  }

  get source(): TextSource {
    const { start, end, stale } = this.#anchor;
    const { uri } = this.document;
    const label = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const place: TextPlace = { uri: uri.toString(), start, end, text: this.#kept };
    return { label, line: this.document.positionAt(start).line + this.firstLine, stale, place };
  }

  get start(): number {
    return this.#anchor.start;
  }

  get stale(): boolean {
    return this.#anchor.stale;
  }

  /** The range of the whole text as it is now. */
  get range(): vscode.Range {
    const { start, end } = this.#anchor;
    return new vscode.Range(this.document.positionAt(start), this.document.positionAt(end));
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document !== this.document || contentChanges.length === 0) return;
    const before = this.#anchor;
    // All changes of one event refer to the document before the event. From the end of the document to its beginning,
    // each of them leaves the offsets of the next ones as they were.
    this.#anchor = contentChanges.toSorted((a, b) => b.rangeOffset - a.rangeOffset).reduce(afterChange, before);
    if (this.#anchor.start !== before.start || this.#anchor.stale !== before.stale) this.#changed.fire();
  }
}
