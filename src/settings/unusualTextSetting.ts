// How much of what is unusual in a text is marked in the editor, from the settings. Knows no text.
import * as vscode from 'vscode';

export type UnusualMode = 'off' | 'hidden' | 'all';

const SETTING = 'tokenscope.unusualText';

/** hidden: what hides something or looks like something else, for any value that means nothing. */
export function unusualTextSetting(document: vscode.TextDocument): UnusualMode {
  const value = vscode.workspace.getConfiguration(undefined, document).get<unknown>(SETTING);
  return value === 'off' || value === 'all' ? value : 'hidden';
}

export function onDidChangeUnusualText(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTING)) listener();
  });
}
