// Tints the tokens of what is in sight in two colours by turns, in every document whose setting says so. Where a text is
// explained, its own tokens are tinted in place of these. Knows no tokenizer.
import * as vscode from 'vscode';
import { unitsOf } from '../unusual/unusualTokens.ts';
import { alternation, type Unit } from './alternation.ts';
import { boundariesIn } from './boundariesIn.ts';
import { EditorRefresh } from './editorRefresh.ts';
import type { ExplainedText } from './explainedText.ts';
import { isWritten } from './inSight.ts';
import { type TokenSource, tokensInSight } from './tokensInSight.ts';

/** Tints follow when scrolling has rested for this time, and when typing has. Meanwhile VS Code moves them with the text. */
const REST = { scrolledMs: 50, editedMs: 250 };
/** A screen of 100 long lines with its margins has about as many. */
const MOST_TINTS = 5_000;

export class VisibleBoundaries implements vscode.Disposable {
  readonly #source: TokenSource;
  readonly #explained: () => ExplainedText | undefined;
  readonly #even = tint('tokenscope.tokenEvenBackground');
  readonly #odd = tint('tokenscope.tokenOddBackground');
  /** The tints of each editor by where tokens begin. */
  readonly #shown = new WeakMap<vscode.TextEditor, ReadonlyMap<number, boolean>>();
  readonly #refresh: EditorRefresh;

  constructor(source: TokenSource, explained: () => ExplainedText | undefined) {
    this.#source = source;
    this.#explained = explained;
    this.#refresh = new EditorRefresh((editor, isLatest) => this.#update(editor, isLatest), REST);
  }

  /** Tints anew what is in sight: a setting or the explained text has changed. */
  refresh(): void {
    this.#refresh.all();
  }

  dispose(): void {
    this.#refresh.dispose();
    this.#even.dispose();
    this.#odd.dispose();
  }

  async #update(editor: vscode.TextEditor, isLatest: () => boolean): Promise<void> {
    const { document } = editor;
    const { version } = document;
    if (boundariesIn(document) !== 'visible' || !isWritten(document)) return this.#show(editor, []);
    const tokens = await tokensInSight(editor, this.#source);
    if (!isLatest() || document.version !== version) return; // another began, or is going to
    this.#show(editor, this.#beside(document, unitsOf(tokens ?? [])).slice(0, MOST_TINTS));
  }

  /** Without those of the explained text. */
  #beside(document: vscode.TextDocument, units: readonly Unit[]): readonly Unit[] {
    const text = this.#explained();
    if (!text || text.document !== document || text.stale) return units;
    const [from, to] = [text.start, text.end];
    return units.filter(({ start, end }) => end <= from || start >= to);
  }

  #show(editor: vscode.TextEditor, units: readonly Unit[]): void {
    const before = this.#shown.get(editor);
    if (units.length === 0 && !before) return;
    const tints = alternation(units, before ?? new Map());
    if (units.length === 0) this.#shown.delete(editor);
    else this.#shown.set(editor, tints);
    const { document } = editor;
    const ranges = (odd: boolean) =>
      units
        .filter(({ start }) => tints.get(start) === odd)
        .map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end)));
    editor.setDecorations(this.#even, ranges(false));
    editor.setDecorations(this.#odd, ranges(true));
  }
}

/** What is typed at the edge of a token belongs to none until the tokens are known. */
function tint(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor(color),
    borderRadius: '2px',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
