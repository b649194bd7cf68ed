// Marks what is hidden or unusual in the documents that are in sight: what warns by a line under it and a mark in the
// overview ruler, what is only rare by a dotted line, and characters that are not drawn by what they say. Knows no tokenizer.
import * as vscode from 'vscode';
import { onDidChangeUnusualText, unusualTextSetting } from '../settings/unusualTextSetting.ts';
import type { TokenMark } from '../unusual/unusualTokens.ts';
import { besideMarks } from './besideMarks.ts';
import { type DocumentMark, type DocumentMarks, findDocumentMarks, inOrder } from './documentMarks.ts';
import { EditorRefresh } from './editorRefresh.ts';
import { isWritten, rangesInSight } from './inSight.ts';
import { MarkDecorations, type ShownMarks } from './markDecorations.ts';
import type { TokenSource } from './tokensInSight.ts';
import { mayHaveControlTokens, unusualTokensIn } from './unusualTokensIn.ts';

/** Marks follow when scrolling and typing have rested for this time. Meanwhile VS Code moves them with the text. */
const REST = { scrolledMs: 80, editedMs: 250 };
/** Marks out of sight are shown in the overview ruler alone, which has no room for more. */
const MOST_IN_RULER = 500;
const MOST_IN_SIGHT = 1_000;

interface Scanned {
  readonly version: number;
  readonly marks: Promise<DocumentMarks | undefined>;
}

export class UnusualMarks implements vscode.Disposable {
  readonly #source: TokenSource;
  readonly #decorations = new MarkDecorations();
  readonly #scanned = new WeakMap<vscode.TextDocument, Scanned>();
  readonly #refresh: EditorRefresh;
  readonly #watch: vscode.Disposable;

  constructor(source: TokenSource) {
    this.#source = source;
    this.#refresh = new EditorRefresh((editor, isLatest) => this.#update(editor, isLatest), REST);
    this.#watch = onDidChangeUnusualText(() => this.#refresh.all());
  }

  /** Marks anew what is in sight: other tokens count. */
  refresh(): void {
    this.#refresh.all();
  }

  /** The characters of a whole document; undefined where it is edited meanwhile. */
  async marksOf(document: vscode.TextDocument): Promise<DocumentMarks | undefined> {
    const { version } = document;
    const kept = this.#scanned.get(document);
    const scanned = kept?.version === version ? kept : { version, marks: findDocumentMarks(document) };
    this.#scanned.set(document, scanned);
    return await scanned.marks;
  }

  dispose(): void {
    vscode.Disposable.from(this.#watch, this.#refresh, this.#decorations).dispose();
  }

  async #update(editor: vscode.TextEditor, isLatest: () => boolean): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const mode = unusualTextSetting(document);
    if (mode === 'off' || !isWritten(document)) return this.#decorations.show(editor, undefined);
    const marks = await this.marksOf(document);
    if (!marks || !isLatest()) return; // it was edited, and another is going to begin
    const ranges = rangesInSight(editor);
    const characters = charactersIn(marks, ranges, mode === 'all');
    const tokens = await this.#tokensIn(document, ranges, mode === 'all');
    if (!isLatest() || document.version !== version) return;
    const marked = [...characters.warnings, ...characters.unusual].sort(inOrder);
    this.#decorations.show(editor, { ...characters, tokens: besideMarks(document, tokens, marked) });
  }

  async #tokensIn(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    all: boolean,
  ): Promise<readonly TokenMark[]> {
    if (!all && !mayHaveControlTokens(document, ranges)) return [];
    const found = (await unusualTokensIn(document, ranges, this.#source)) ?? [];
    return (all ? found : found.filter(({ kind }) => kind === 'control-token')).slice(0, MOST_IN_SIGHT);
  }
}

type CharacterMarks = Pick<ShownMarks, 'warnings' | 'unusual' | 'farWarnings'>;

function charactersIn(marks: DocumentMarks, ranges: readonly vscode.Range[], all: boolean): CharacterMarks {
  const isInSight = ({ line, start }: DocumentMark) =>
    ranges.some((range) => range.contains(new vscode.Position(line, start)));
  const warnings = marks.warnings.filter(isInSight).slice(0, MOST_IN_SIGHT);
  const shown = new Set(warnings);
  return {
    warnings,
    farWarnings: marks.warnings.slice(0, MOST_IN_RULER).filter((mark) => !shown.has(mark)),
    unusual: all ? marks.unusual.filter(isInSight).slice(0, MOST_IN_SIGHT) : [],
  };
}
