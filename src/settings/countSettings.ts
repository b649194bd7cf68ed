// Where counts are shown in a document: settings that may differ by language and folder. Knows no counts.
import * as vscode from 'vscode';

const LANGUAGES = 'tokenscope.countedLanguages';
const INLINE = 'tokenscope.inlineCounts';
const LENSES = 'tokenscope.codeLens';
const CELLS = 'tokenscope.cellCounts';

const INLINE_MODES = ['off', 'headings', 'paragraphs', 'lines'] as const;
/** `paragraphs` has headings, too. */
export type InlineMode = (typeof INLINE_MODES)[number];

const LENS_MODES = ['off', 'sections', 'symbols', 'all'] as const;
type LensMode = (typeof LENS_MODES)[number];

/** What the settings say of a document, or of the window where there is none. */
type Scope = vscode.TextDocument | undefined;

/** Whether the language is among those that are written to be read, and counted. */
export function isCounted(document: vscode.TextDocument): boolean {
  return countedLanguages(document).includes(document.languageId);
}

/** A setting may hold anything. */
export function countedLanguages(scope: Scope): readonly string[] {
  const set = read(LANGUAGES, scope);
  return Array.isArray(set) ? set.filter((id) => typeof id === 'string') : [];
}

/** What is shown behind lines of the document; it is off in other languages than the counted ones. */
export function inlineMode(document: vscode.TextDocument): InlineMode {
  if (!isCounted(document) || (isCell(document) && hasCellCounts(document))) return 'off';
  return chosenInlineMode(document);
}

/** The setting by itself. */
export function chosenInlineMode(scope: Scope): InlineMode {
  const set = read(INLINE, scope);
  return INLINE_MODES.find((mode) => mode === set) ?? 'paragraphs';
}

/** Whether counts stand above sections, and above symbols. Cells have a count of their own. */
export function lensesOf(document: vscode.TextDocument): { readonly sections: boolean; readonly symbols: boolean } {
  const set = read(LENSES, document);
  const mode: LensMode = LENS_MODES.find((one) => one === set) ?? 'off';
  const shown = !isCell(document) && read('editor.codeLens', document) !== false;
  return {
    sections: shown && isCounted(document) && (mode === 'sections' || mode === 'all'),
    symbols: shown && (mode === 'symbols' || mode === 'all'),
  };
}

export function hasCellCounts(scope: Scope): boolean {
  return read(CELLS, scope) !== false;
}

/** Calls the listener when counts are to be shown elsewhere. */
export function onDidChangeShownCounts(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if ([LANGUAGES, INLINE, LENSES, CELLS, 'editor.codeLens'].some((name) => event.affectsConfiguration(name)))
      listener();
  });
}

/** Tells the conditions in package.json which languages are counted where the active editor is, until it is disposed. */
export function tellCountedLanguages(): vscode.Disposable {
  const tell = () =>
    void vscode.commands.executeCommand(
      'setContext',
      LANGUAGES,
      countedLanguages(vscode.window.activeTextEditor?.document),
    );
  tell();
  return vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(tell), onDidChangeShownCounts(tell));
}

function isCell(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'vscode-notebook-cell';
}

function read(name: string, scope: Scope): unknown {
  return vscode.workspace.getConfiguration(undefined, scope).get<unknown>(name);
}
