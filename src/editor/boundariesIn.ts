// Which tokens of a document are tinted, and the command that shows or hides them. Knows no tokens.
import * as vscode from 'vscode';
import { countedLanguages } from '../settings/countSettings.ts';
import {
  type BoundariesMode,
  changeTokenBoundaries,
  tokenBoundariesSetting,
} from '../settings/tokenBoundariesSetting.ts';
import type { ExplainedText } from './explainedText.ts';

export function boundariesIn(document: vscode.TextDocument): BoundariesMode {
  return tokenBoundariesSetting(document, countedLanguages(document));
}

/** Hides the tints of the active editor where it has any, and else shows those of all tokens. */
export async function toggleTokenBoundaries(explained: () => ExplainedText | undefined): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) {
    await vscode.window.showInformationMessage(vscode.l10n.t('Open a text, and its tokens can be tinted.'));
    return;
  }
  const mode = boundariesIn(document);
  const text = explained();
  const areShown = mode === 'visible' || (mode === 'explained' && text?.document === document && !text.stale);
  await changeTokenBoundaries(areShown ? 'off' : 'visible', document, countedLanguages(document));
}
