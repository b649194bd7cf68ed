// Tells when a document in sight is given another language: settings for languages say other things of it then. VS Code has
// no event for that; it closes the document and opens it again, while its editors stay. Knows no setting.
import * as vscode from 'vscode';

/** A document that is opened anew is in no editor yet when VS Code tells of it. */
export function onDidChangeLanguage(listener: (document: vscode.TextDocument) => void): vscode.Disposable {
  return vscode.workspace.onDidOpenTextDocument((document) => {
    if (vscode.window.visibleTextEditors.some((editor) => editor.document === document)) listener(document);
  });
}
