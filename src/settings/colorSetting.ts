// By what editors are coloured, and whether that is computed again after an edit, from the settings. Knows no colour.
import * as vscode from 'vscode';
import { COLOR_MODES, type ColorMode } from '../contract/coloring.ts';

const SECTION = 'tokenscope';
const MODE = 'color';
const RECOMPUTE = 'recomputeColors';
const DEFAULT: ColorMode = 'attention';

/** For the document's language; the default for any value that names no mode. */
function colorModeOf(document: vscode.TextDocument): ColorMode {
  const name = vscode.workspace.getConfiguration(SECTION, document).get<string>(MODE);
  return COLOR_MODES.find((mode) => mode === name) ?? DEFAULT;
}

function recomputesColors(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get(RECOMPUTE) !== false;
}

/** Writes it where it is set for this document now: for its language, for its folder, or for the user. */
export async function changeColorMode(document: vscode.TextDocument | undefined, mode: ColorMode): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION, document);
  const set = configuration.inspect<string>(MODE);
  const byLanguage = [set?.workspaceFolderLanguageValue, set?.workspaceLanguageValue, set?.globalLanguageValue];
  const forAll = [set?.workspaceFolderValue, set?.workspaceValue];
  const isSet = (value: unknown) => value !== undefined;
  const inLanguage = byLanguage.some(isSet);
  const [inFolder, inWorkspace] = (inLanguage ? byLanguage : forAll).map(isSet);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  await configuration.update(MODE, mode, inFolder ? WorkspaceFolder : inWorkspace ? Workspace : Global, inLanguage);
}

/** Calls the listener when colours may be others. */
function onDidChangeColoring(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.${MODE}`)) listener();
  });
}

export const colorSettings = {
  modeOf: colorModeOf,
  recomputes: recomputesColors,
  onDidChange: onDidChangeColoring,
};
