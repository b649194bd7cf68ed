// Opens a document that was explained once more, or says that it is gone. Knows no explanation.
import * as vscode from 'vscode';

/** The document, open again if it was closed; undefined where it is gone. A closed untitled one would come back empty. */
export async function openedAgain(document: vscode.TextDocument): Promise<vscode.TextDocument | undefined> {
  if (!document.isClosed) return document;
  if (document.isUntitled) return undefined;
  return await vscode.workspace.openTextDocument(document.uri).then(undefined, () => undefined);
}

/** Tells the user that the text of a document with this name cannot be explained again. */
export function sayGone(name: string): void {
  const problem = vscode.l10n.t(
    '{0} is closed for good or cannot be read any more, so its text cannot be explained again. Select text in another document and run Explain Tokens.',
    name,
  );
  void vscode.window.showErrorMessage(problem);
}
