// A text that was explained, as a place in a document: token ↔ range, following edits. Knows no colours and no engine.
import * as vscode from 'vscode';
import type { Token, TokenIndex } from '../contract/tokens.ts';
import type { TextPlace, TextSource } from '../contract/webviewApi.ts';
import type { ChosenText } from './chosenText.ts';
import { afterChange, type TextAnchor } from './textAnchor.ts';

/** Characters that are kept for a reload of the window: they travel whenever the text moves. */
export const MAX_KEPT = 20_000;

export class ExplainedText implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly tokens: readonly Token[];
  /** The text, or its beginning. */
  readonly #kept: string;
  #anchor: TextAnchor;
  readonly #changed = new vscode.EventEmitter<void>();
  /** It became stale, or moved to another line. */
  readonly onDidChange = this.#changed.event;
  readonly #watch: vscode.Disposable;

  constructor({ document, start, text, editedEnd }: ChosenText, tokens: readonly Token[]) {
    this.document = document;
    this.tokens = tokens;
    this.#kept = text.slice(0, MAX_KEPT);
    this.#anchor = { start, end: editedEnd ?? start + text.length, stale: editedEnd !== undefined };
    this.#watch = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
  }

  get source(): TextSource {
    const { start, end, stale } = this.#anchor;
    const { uri } = this.document;
    const label = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const place: TextPlace = { uri: uri.toString(), start, end, text: this.#kept };
    return { label, line: this.document.positionAt(start).line + 1, stale, place };
  }

  get stale(): boolean {
    return this.#anchor.stale;
  }

  /** The whole text as it stands now. */
  get range(): vscode.Range {
    return this.#range(this.#anchor.start, this.#anchor.end);
  }

  /** undefined for generated tokens, for those that stand on nothing (<s> in front), and once the text is stale. */
  rangeOf(token: TokenIndex): vscode.Range | undefined {
    const span = this.tokens[token]?.span;
    if (!span || span.start === span.end || this.stale) return undefined;
    return this.#range(this.#anchor.start + span.start, this.#anchor.start + span.end);
  }

  /** The token that holds the character behind the position; at the end of the text the last one. */
  tokenAt(position: vscode.Position): TokenIndex | undefined {
    const offset = this.document.offsetAt(position) - this.#anchor.start;
    const last = this.tokens[this.tokens.length - 1];
    if (this.stale || offset < 0 || !last || offset > last.span.end) return undefined;
    const found = this.tokens.findIndex(({ span }) => offset < span.end);
    return (found < 0 ? this.tokens.length - 1 : found) as TokenIndex;
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  #range(start: number, end: number): vscode.Range {
    return new vscode.Range(this.document.positionAt(start), this.document.positionAt(end));
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document !== this.document || contentChanges.length === 0) return;
    const before = this.#anchor;
    // Several changes of one event are told from the end of the document to its beginning: each leaves the next one's
    // offsets as they were.
    this.#anchor = contentChanges.toSorted((a, b) => b.rangeOffset - a.rangeOffset).reduce(afterChange, before);
    if (this.#anchor.start !== before.start || this.#anchor.stale !== before.stale) this.#changed.fire();
  }
}
