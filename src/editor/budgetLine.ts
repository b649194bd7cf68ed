// Marks where the budget of a document is passed: a bar at the character, a tint from there on and words behind its line, a
// mark in the overview ruler. Only documents that are over their budget are asked for it. Knows no tokenizer.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { budgetSetting, onDidChangeBudget } from '../settings/budgetSettings.ts';
import { inlineMode } from '../settings/countSettings.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { EditorRefresh } from './editorRefresh.ts';

/** The mark moves with the text at once, and to another line when typing has rested for this time. */
const REST_MS = 300;
const COLOR = new vscode.ThemeColor('tokenscope.budgetForeground');

/** Shows the mark in all editors until it is disposed. `tokenizer` is asked for every count. */
export function createBudgetLine(
  documents: DocumentCounts<CounterRef>,
  tokenizer: (document: vscode.TextDocument) => CounterRef,
): vscode.Disposable {
  const bar = vscode.window.createTextEditorDecorationType({
    borderColor: COLOR,
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    overviewRulerColor: COLOR,
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  const rest = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('tokenscope.budgetBackground'),
    after: { color: COLOR, fontStyle: 'italic' },
  });

  /** Never rejects: where counting fails, the status bar says so. */
  async function update(editor: vscode.TextEditor, isLatest: () => boolean): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const { tokens } = budgetSetting(document);
    const place = await placeOver(documents, document, tokens, tokenizer(document)).catch(() => undefined);
    if (document.isClosed || document.version !== version || !isLatest()) return; // another began
    editor.setDecorations(bar, place ? [place] : []);
    editor.setDecorations(rest, place ? [restOfLine(document, place.start, tokens)] : []);
  }

  const refresh = new EditorRefresh(update, { editedMs: REST_MS });
  return vscode.Disposable.from(
    bar,
    rest,
    refresh,
    onDidChangeBudget(() => refresh.all()),
    onDidChangeTokenizer(() => refresh.all()),
  );
}

/** The character with which the document has more tokens than that; undefined where it has no more; 0 is no budget. */
export async function placeOver(
  documents: DocumentCounts<CounterRef>,
  document: vscode.TextDocument,
  tokens: number,
  ref: CounterRef,
): Promise<vscode.Range | undefined> {
  if (tokens === 0 || document.uri.scheme === 'output') return undefined;
  const total = await documents.total(document, ref);
  const isOver = total !== undefined && total > tokens;
  const line = isOver ? await documents.lineBeyond(document, tokens, ref) : undefined;
  if (line === undefined) return undefined;
  const before = line === 0 ? [0] : await documents.ofRanges(document, [upTo(document, line - 1)], ref);
  if (!before) return undefined;
  return await placeIn(document, line, async (range) => {
    const [count] = (await documents.ofRanges(document, [range], ref)) ?? [];
    return count === undefined ? undefined : count > tokens - before[0];
  });
}

/** The first character of a line up to which it is over, by halves; undefined where `isOver` is. */
async function placeIn(
  document: vscode.TextDocument,
  line: number,
  isOver: (range: vscode.Range) => Promise<boolean | undefined>,
): Promise<vscode.Range | undefined> {
  const { text } = document.lineAt(line);
  let [low, high] = [0, Math.max(0, text.length - 1)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const over = await isOver(new vscode.Range(line, 0, line, middle + 1));
    if (over === undefined) return undefined;
    if (over) high = middle;
    else low = middle + 1;
  }
  const isHalf = /^[\uDC00-\uDFFF]/.test(text.slice(low));
  const start = isHalf ? low - 1 : low;
  const isPair = (text.codePointAt(start) ?? 0) > 0xffff;
  return new vscode.Range(line, start, line, Math.min(text.length, start + (isPair ? 2 : 1)));
}

function upTo(document: vscode.TextDocument, line: number): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.lineAt(line).range.end);
}

/**
 * The line from there on, with words behind it, which take no room: VS Code would scroll sideways for them where the line
 * is full. There the hover has them.
 */
export function restOfLine(
  document: vscode.TextDocument,
  start: vscode.Position,
  tokens: number,
): vscode.DecorationOptions {
  const { t } = vscode.l10n;
  const hasCounts = inlineMode(document) !== 'off';
  const number = tokens.toLocaleString(vscode.env.language);
  const after = {
    contentText: t('budget of {0} tokens ends here', number),
    // Counts stand at the same place, and take no room either: they are as long as this.
    margin: hasCounts ? '0 0 0 18ch' : '0 0 0 2em',
    textDecoration: 'none; position: absolute',
  };
  return {
    range: new vscode.Range(start, document.lineAt(start.line).range.end),
    hoverMessage: t('The budget of {0} tokens ends at the bar.', number),
    renderOptions: { after },
  };
}
