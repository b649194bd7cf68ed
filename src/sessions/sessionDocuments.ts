// The text of a session as a document that nobody can edit, so that tokens can be shown in it: the file that the text was chosen
// from may be gone or changed. Knows no panel.
import * as vscode from 'vscode';
import type { SessionFile } from '../contract/session.ts';
import type { ChosenText } from '../editor/chosenText.ts';
import { loadSession } from './loadSession.ts';

const SCHEME = 'tokenscope-session';

/** The document reads its text from the file of the session, which its address names. */
export function registerSessionDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ query }) => (await loadSession(vscode.Uri.parse(query, true))).text.content,
  });
}

/** The whole text, which counts as edited where a document cannot hold it as it is, such as with two kinds of line ends. */
export async function textOfSession(file: vscode.Uri, { text }: SessionFile): Promise<ChosenText> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${text.label}`, query: file.toString() });
  const document = await vscode.workspace.openTextDocument(uri);
  const { content } = text;
  const shown = document.getText();
  return {
    document,
    start: 0,
    text: content,
    firstLine: text.line,
    ...(shown !== content && { editedEnd: shown.length }),
  };
}
