// Marks the line in which the budget of a document is passed, in the text and in the overview ruler. Only documents that
// are over their budget are asked for it. Knows no tokenizer.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { budgetSetting, onDidChangeBudget } from '../settings/budgetSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { documentLength, MAX_IN_PASSING } from './documentLength.ts';

/** The mark moves with the text at once, and to another line when typing has rested for this time. */
const REST_MS = 300;
const COLOR = new vscode.ThemeColor('tokenscope.budgetForeground');

/** Shows the mark in all editors until it is disposed. `tokenizer` is asked for every count. */
export function createBudgetLine(
  documents: DocumentCounts<CounterRef>,
  tokenizer: (document: vscode.TextDocument) => CounterRef,
): vscode.Disposable {
  const decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderColor: COLOR,
    borderStyle: 'dashed',
    borderWidth: '1px 0 0 0',
    overviewRulerColor: COLOR,
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    after: { color: COLOR, fontStyle: 'italic' },
  });
  const resting = new Map<vscode.TextDocument, NodeJS.Timeout>();

  function updateSoon(document: vscode.TextDocument, delayMs = REST_MS): void {
    clearTimeout(resting.get(document));
    resting.set(
      document,
      setTimeout(() => void update(document), delayMs),
    );
  }

  /** Never rejects: where counting fails, the status bar says so. */
  async function update(document: vscode.TextDocument): Promise<void> {
    resting.delete(document);
    const { version } = document;
    const { tokens } = budgetSetting(document);
    const line = await lineOver(documents, document, tokens, tokenizer(document)).catch(() => undefined);
    if (document.isClosed || document.version !== version || tokens !== budgetSetting(document).tokens) return;
    const marks = line === undefined ? [] : [budgetMark(document, line, tokens)];
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document === document) editor.setDecorations(decoration, marks);
  }

  const updateAll = () => {
    for (const document of new Set(vscode.window.visibleTextEditors.map((editor) => editor.document)))
      updateSoon(document, 0);
  };
  updateAll();
  return vscode.Disposable.from(
    decoration,
    vscode.window.onDidChangeVisibleTextEditors(updateAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (vscode.window.visibleTextEditors.some((editor) => editor.document === document)) updateSoon(document);
    }),
    onDidChangeBudget(updateAll),
    onDidChangeTokenizer(updateAll),
    new vscode.Disposable(() => {
      for (const timer of resting.values()) clearTimeout(timer);
    }),
  );
}

/** The line in which the document has more tokens than that; undefined where it has no more, and where 0 is no budget. */
export async function lineOver(
  documents: DocumentCounts<CounterRef>,
  document: vscode.TextDocument,
  tokens: number,
  ref: CounterRef,
): Promise<number | undefined> {
  if (tokens === 0 || document.uri.scheme === 'output' || documentLength(document) > MAX_IN_PASSING) return undefined;
  const total = await documents.total(document, ref);
  return total !== undefined && total > tokens ? await documents.lineBeyond(document, tokens, ref) : undefined;
}

/** The line with words behind it, which take no room: VS Code would scroll sideways for them where the line is full. */
export function budgetMark(document: vscode.TextDocument, line: number, tokens: number): vscode.DecorationOptions {
  const settings = vscode.workspace.getConfiguration(undefined, document);
  const hasCounts = settings.get('tokenscope.inlineCounts') !== 'off';
  const contentText = vscode.l10n.t('budget of {0} tokens ends here', tokens.toLocaleString(vscode.env.language));
  const after = {
    contentText,
    // Counts stand at the same place, and take no room either: they are as long as this.
    margin: hasCounts ? '0 0 0 20ch' : '0 0 0 2em',
    textDecoration: 'none; position: absolute',
  };
  return { range: document.lineAt(line).range, renderOptions: { after } };
}
