// The file in front that no extension is given, since it is too large: VS Code shows it, and has no document of it for us.
// Knows no counts.
import * as vscode from 'vscode';

/** VS Code keeps documents of more characters to itself (TextModel.MODEL_SYNC_LIMIT); a character has a byte at least. */
export const MOST_SHARED_BYTES = 50 * 1024 * 1024;

/** undefined where there is a document, or something else in front. Asks the file system only where an editor shows none. */
export async function tooLargeInFront(): Promise<vscode.Uri | undefined> {
  if (vscode.window.activeTextEditor) return undefined;
  const uri = fileOf(vscode.window.tabGroups.activeTabGroup.activeTab?.input);
  const found = uri && (await vscode.workspace.fs.stat(uri).then(undefined, () => undefined)); // it is gone: nothing is there
  return found && found.size > MOST_SHARED_BYTES ? uri : undefined;
}

/** Such files come and go without a change of the active editor, which is undefined before and afterwards. */
export function onDidChangeInFront(listener: () => void): vscode.Disposable {
  const tell = () => {
    if (!vscode.window.activeTextEditor) listener();
  };
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
  );
}

function fileOf(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputText) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
