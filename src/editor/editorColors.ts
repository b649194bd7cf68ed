// The owner of the tint in editors: of the modes one at a time is drawn. Documents are read for the modes that colour all
// of a text; what the panel and the side view say of theirs is drawn in the others. Knows no model and no view.
import * as vscode from 'vscode';
import { type ColorMode, type DocumentColorState, type DocumentMode, isDocumentMode } from '../contract/coloring.ts';
import type { AttentionTint } from './attentionTint.ts';
import { DocumentColors, type DocumentReader } from './documentColors.ts';
import type { ExplainedText } from './explainedText.ts';
import { onDidChangeLanguage } from './languageChange.ts';
import { sightOf } from './sight.ts';
import { NOTHING, StepDecorations, type StepRanges } from './stepDecorations.ts';
import { stepRanges } from './stepRanges.ts';

export type WeightKind = Exclude<ColorMode, 'off' | DocumentMode>;

/** What a view colours its text by. */
export interface TextTint {
  /** `weights` has one number for each token, from −1 to 1. */
  show(text: ExplainedText, weights: ArrayLike<number>, kind?: WeightKind): void;
  clear(): void;
}

interface Weights {
  readonly text: ExplainedText;
  readonly values: ArrayLike<number>;
  readonly kind: WeightKind;
}

export interface ColorSettings {
  readonly modeOf: (document: vscode.TextDocument) => ColorMode;
  readonly recomputes: () => boolean;
  readonly onDidChange: (listener: () => void) => vscode.Disposable;
}

/** Colours follow scrolling and typing after this time. */
const DRAW_MS = 30;
/** Documents that were coloured last are kept while they are out of sight: one that is shown again is not read again. */
const MOST_KEPT = 4;

export class EditorColors implements vscode.Disposable {
  readonly #reader: DocumentReader;
  readonly #settings: ColorSettings;
  readonly #tint: AttentionTint;
  readonly #steps = new StepDecorations();
  /** By the time when they were in sight last. */
  readonly #documents = new Map<vscode.TextDocument, DocumentColors>();
  /** What views say of their texts, the last one last. */
  readonly #weights = new Map<string, Weights>();
  readonly #drawing = new Map<vscode.TextEditor, NodeJS.Timeout>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when another mode is on or drawn, and when more or less is known of a document. */
  readonly onDidChange = this.#changed.event;
  readonly #drawn = new vscode.EventEmitter<{ readonly editor: vscode.TextEditor; readonly ranges: StepRanges }>();
  /** Fires with what an editor shows, which cannot be asked of VS Code. */
  readonly onDidDraw = this.#drawn.event;
  readonly #watch: vscode.Disposable;

  constructor(reader: DocumentReader, settings: ColorSettings, tint: AttentionTint) {
    this.#reader = reader;
    this.#settings = settings;
    this.#tint = tint;
    this.#watch = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#scrolled(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#documents.get(document)?.follow(contentChanges),
      ),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      onDidChangeLanguage(() => this.refresh()), // it was forgotten, and is read again where it still has colours
      settings.onDidChange(() => this.refresh()),
    );
    this.refresh();
  }

  modeOf(document: vscode.TextDocument): ColorMode {
    return isColorable(document) ? this.#settings.modeOf(document) : 'off';
  }

  /** What is drawn in the document's mode: a tool of the panel that measures an effect takes over from attention. */
  drawnIn(document: vscode.TextDocument): ColorMode {
    const mode = this.modeOf(document);
    return mode === 'attention' && this.#effect()?.text.document === document ? 'effect' : mode;
  }

  /** Whether the document has any colours now. */
  isColored(document: vscode.TextDocument): boolean {
    const mode = this.modeOf(document);
    return isDocumentMode(mode) || (mode !== 'off' && this.#weightsToDraw()?.text.document === document);
  }

  stateOf(document: vscode.TextDocument): DocumentColorState {
    return this.colorsOf(document)?.state ?? { kind: 'none' };
  }

  colorsOf(document: vscode.TextDocument): DocumentColors | undefined {
    return isDocumentMode(this.modeOf(document)) ? this.#documents.get(document) : undefined;
  }

  /** Reads the document again, as after an edit where that does not happen by itself, or after a failure. */
  recompute(document: vscode.TextDocument): void {
    void this.colorsOf(document)?.read();
  }

  /** Reads all again, since another model does. */
  readAgain(): void {
    for (const document of [...this.#documents.keys()]) this.#forget(document);
    this.refresh();
  }

  /** What a view colours its text by; the view that said so last is drawn. */
  tintOf(view: string): TextTint {
    return {
      show: (text, values, kind = 'attention') => {
        this.#weights.delete(view);
        this.#weights.set(view, { text, values, kind });
        this.#drawWeights();
      },
      clear: () => {
        if (this.#weights.delete(view)) this.#drawWeights();
      },
    };
  }

  /** Looks at which editors there are, and in which modes. */
  refresh(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (isDocumentMode(this.modeOf(document))) this.#keep(document);
      this.#drawSoon(editor, 0);
    }
    for (const [document] of this.#documents) if (!isDocumentMode(this.modeOf(document))) this.#forget(document);
    this.#drawWeights();
  }

  dispose(): void {
    this.#watch.dispose();
    for (const timer of this.#drawing.values()) clearTimeout(timer);
    for (const colors of this.#documents.values()) colors.dispose();
    this.#steps.dispose();
    this.#changed.dispose();
    this.#drawn.dispose();
  }

  #keep(document: vscode.TextDocument): void {
    const colors = this.#documents.get(document) ?? this.#begin(document);
    this.#documents.delete(document);
    this.#documents.set(document, colors);
    const isSeen = (one: vscode.TextDocument) =>
      vscode.window.visibleTextEditors.some((editor) => editor.document === one);
    const unseen = [...this.#documents.keys()].filter((one) => !isSeen(one));
    for (const one of unseen.slice(0, Math.max(0, unseen.length - MOST_KEPT))) this.#forget(one);
  }

  #begin(document: vscode.TextDocument): DocumentColors {
    const { recomputes } = this.#settings;
    const colors = new DocumentColors(document, this.#reader, { recomputes, sight: () => sightOf(document) });
    colors.onDidChange(() => {
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#drawSoon(editor);
      this.#changed.fire();
    });
    return colors;
  }

  #forget(document: vscode.TextDocument): void {
    this.#documents.get(document)?.dispose();
    this.#documents.delete(document);
  }

  #scrolled(editor: vscode.TextEditor): void {
    const colors = this.colorsOf(editor.document);
    if (!colors) return;
    colors.look();
    this.#drawSoon(editor);
  }

  #drawSoon(editor: vscode.TextEditor, ms = DRAW_MS): void {
    if (this.#drawing.has(editor) && ms > 0) return;
    clearTimeout(this.#drawing.get(editor));
    this.#drawing.set(
      editor,
      setTimeout(() => this.#draw(editor), ms),
    );
  }

  #draw(editor: vscode.TextEditor): void {
    this.#drawing.delete(editor);
    if (!vscode.window.visibleTextEditors.includes(editor)) return;
    const mode = this.modeOf(editor.document);
    const colors = this.colorsOf(editor.document);
    const ranges = colors && isDocumentMode(mode) ? stepRanges(editor, colors, mode) : NOTHING;
    this.#steps.show(editor, ranges);
    this.#drawn.fire({ editor, ranges });
  }

  #drawWeights(): void {
    const drawn = this.#weightsToDraw();
    if (drawn) this.#tint.show(drawn.text, drawn.values);
    else this.#tint.clear();
    this.#changed.fire();
  }

  #weightsToDraw(): Weights | undefined {
    return [...this.#weights.values()].findLast(({ text, kind }) => this.drawnIn(text.document) === kind);
  }

  #effect(): Weights | undefined {
    return [...this.#weights.values()].find(({ kind }) => kind === 'effect');
  }
}

/** Output and comments are text editors, too. */
function isColorable({ uri }: vscode.TextDocument): boolean {
  return uri.scheme !== 'output' && uri.scheme !== 'comment';
}
