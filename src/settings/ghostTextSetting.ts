// Whether branches are shown as ghost text, from the settings. Knows no branch.
import * as vscode from 'vscode';
import { changeSetting } from './changeSetting.ts';

const SETTING = 'tokenscope.ghostText';

export function isGhostTextOn(): boolean {
  return vscode.workspace.getConfiguration().get(SETTING) === true;
}

/** Asks the user to turn it on where it is off. Returns whether it is on then. */
export async function askForGhostText(): Promise<boolean> {
  if (isGhostTextOn()) return true;
  const { t } = vscode.l10n;
  const turnOn = t('Turn On');
  const question = t('Tokenscope shows no ghost text in the editor until you turn it on.');
  const detail = t('It shows a branch only where you ask for it. The setting is tokenscope.ghostText.');
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, turnOn)) !== turnOn) return false;
  await changeSetting(SETTING, true);
  return isGhostTextOn();
}
