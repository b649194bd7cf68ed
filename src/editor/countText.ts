// How a count is said.
import * as vscode from 'vscode';

export function countText(count: number): string {
  if (count === 1) return vscode.l10n.t('1 token');
  return vscode.l10n.t('{0} tokens', count.toLocaleString(vscode.env.language));
}
