// The commands Explain Tokens and Export: choose the text that is meant, and say what to do where there is none.
import * as vscode from 'vscode';
import { chosenText } from '../editor/chosenText.ts';
import type { Panel } from '../views/panel.ts';

/**
 * Explains the selection of the active editor, or the paragraph at its caret. No editor is active while the focus is in
 * a panel: the first visible one is then taken. Returns whether the panel shows an explanation then.
 */
export async function explainTokens(panel: Panel): Promise<boolean> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  const { t } = vscode.l10n;
  if (!editor) {
    void vscode.window.showInformationMessage(
      t('Tokenscope explains text: open a text file, select some of it, and run Explain Tokens again.'),
    );
    return false;
  }
  const chosen = chosenText(editor);
  if (!chosen) {
    void vscode.window.showInformationMessage(
      t(
        'There is no text at the caret. Select some text, or put the caret into a paragraph, and run Explain Tokens again.',
      ),
    );
    return false;
  }
  await panel.explain(chosen);
  return panel.summary !== undefined;
}

/** Lets the panel export its explanation as a page. */
export function exportExplanation(panel: Panel): void {
  if (panel.exportPage()) return;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('There is nothing to export yet: select some text and run Explain Tokens first.'),
  );
}
