// Whose tokens are tinted in the editor, from the settings. Knows no tokens.
import * as vscode from 'vscode';
import { changeSetting } from './changeSetting.ts';

/** explained: those of the explained text; visible: all that are in sight. */
export type BoundariesMode = 'off' | 'explained' | 'visible';

const SETTING = 'tokenscope.tokenBoundaries';

/**
 * The mode of a document. `visible` is meant for the languages that counts are shown in, `counted`; where it is set for a
 * language of its own, it holds there too. true and false are what the setting was before it had names.
 */
export function tokenBoundariesSetting(document: vscode.TextDocument, counted: readonly string[]): BoundariesMode {
  const value = vscode.workspace.getConfiguration(undefined, document).get<unknown>(SETTING);
  if (value === 'off' || value === false) return 'off';
  if (value !== 'visible') return 'explained';
  return counted.includes(document.languageId) || isSetForLanguage(document) ? 'visible' : 'explained';
}

/** Writes the mode so that it takes effect in the document: for its language alone, where counts are not shown in it. */
export async function changeTokenBoundaries(
  mode: BoundariesMode,
  document: vscode.TextDocument,
  counted: readonly string[],
): Promise<void> {
  if (counted.includes(document.languageId) || isSetForLanguage(document))
    return await changeSetting(SETTING, mode, document);
  const configuration = vscode.workspace.getConfiguration(undefined, document);
  await configuration.update(SETTING, mode, vscode.ConfigurationTarget.Global, true);
}

export function onDidChangeTokenBoundaries(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTING)) listener();
  });
}

function isSetForLanguage(document: vscode.TextDocument): boolean {
  const set = vscode.workspace.getConfiguration(undefined, document).inspect(SETTING);
  const values = [set?.globalLanguageValue, set?.workspaceLanguageValue, set?.workspaceFolderLanguageValue];
  return values.some((value) => value !== undefined);
}
