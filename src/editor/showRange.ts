// Shows a range of a document where the document is shown already, else in the first column. Knows no text.
import * as vscode from 'vscode';

/** Selects it, and gives the editor the focus. */
export async function showRange(document: vscode.TextDocument, selection: vscode.Range): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One, selection });
}
