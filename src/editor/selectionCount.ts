// The item of the status bar with the number of tokens of the selection, or of the document where nothing is selected.
// Knows no tokenizer.
import * as vscode from 'vscode';
import type { TokenizerRef } from '../contract/tokens.ts';
import { onDidChangeTokenizer } from '../settings/tokenizerSetting.ts';
import { countedRanges } from './countedRanges.ts';
import type { DocumentCounts } from './documentCounts.ts';

/** The count follows when typing and selecting have rested for this time. */
const REST_MS = 200;

/** Shows the item until it is disposed. `tokenizer` is asked for every count, and `nameOf` how people call it. */
export function createSelectionCount(
  documents: DocumentCounts,
  tokenizer: () => TokenizerRef,
  nameOf: (tokenizer: TokenizerRef) => string,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('tokenscope.selectionCount', vscode.StatusBarAlignment.Right, 110);
  item.name = vscode.l10n.t('Token Count');
  item.command = 'tokenscope.showMenu';
  let resting: NodeJS.Timeout | undefined;
  let latest = 0;
  /** While the focus is in a panel there is no active editor, and the one that was last active is counted. */
  let editor = vscode.window.activeTextEditor;

  function updateSoon(): void {
    clearTimeout(resting);
    resting = setTimeout(() => void update(), REST_MS);
  }

  /** Never rejects: where counting fails, the item says so. */
  async function update(): Promise<void> {
    const asked = ++latest;
    editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find((one) => one === editor);
    const counted = editor && countedRanges(editor);
    if (!counted) return item.hide();
    const { selected, length } = counted;
    const ref = tokenizer();
    const { document } = editor as vscode.TextEditor;
    const counting = selected
      ? documents.ofRanges(document, selected, ref).then((counts) => counts?.reduce((sum, count) => sum + count, 0))
      : documents.total(document, ref);
    const count = await counting.catch(() => 'failed' as const);
    if (asked !== latest || count === undefined) return; // a later count is under way, or follows the edit
    if (count === 'failed') showFailure(item, nameOf(ref));
    else showCount(item, count, length, selected !== undefined, nameOf(ref));
  }

  updateSoon();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(updateSoon),
    vscode.window.onDidChangeTextEditorSelection(updateSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => document === editor?.document && updateSoon()),
    onDidChangeTokenizer(updateSoon),
    new vscode.Disposable(() => clearTimeout(resting)),
  );
}

function showCount(
  item: vscode.StatusBarItem,
  tokens: number,
  characters: number,
  isSelection: boolean,
  name: string,
): void {
  const { t } = vscode.l10n;
  const number = (value: number, digits = 0) =>
    value.toLocaleString(vscode.env.language, { maximumFractionDigits: digits });
  item.text = isSelection
    ? t('$(list-selection) {0} tokens selected · {1}', number(tokens), name)
    : t('{0} tokens · {1}', number(tokens), name);
  item.tooltip = new vscode.MarkdownString(
    [
      isSelection
        ? t('**{0} tokens** in the selection', number(tokens))
        : t('**{0} tokens** in this document', number(tokens)),
      t('{0} characters, {1} a token', number(characters), number(characters / Math.max(1, tokens), 2)),
      t('Tokenizer: {0} (click for a menu)', name),
    ].join('\n\n'),
  );
  item.show();
}

function showFailure(item: vscode.StatusBarItem, name: string): void {
  item.text = vscode.l10n.t('$(warning) no count · {0}', name);
  item.tooltip = vscode.l10n.t('The tokenizer of {0} cannot be read. Click and choose another one.', name);
  item.show();
}
