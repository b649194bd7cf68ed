// The editor tab of the Context X-ray: its type, its icon, and the page in it. Knows no report.
import * as vscode from 'vscode';
import { webviewHtml, webviewOptions } from './html.ts';

export const CONTEXT_TYPE = 'tokenscope.context';

export function createPanel(): vscode.WebviewPanel {
  const column = { viewColumn: vscode.ViewColumn.Active };
  return vscode.window.createWebviewPanel(CONTEXT_TYPE, vscode.l10n.t('Context X-ray'), column, {
    retainContextWhenHidden: true,
  });
}

/** The page begins to speak at once: who listens is connected before. */
export function fillPanel(panel: vscode.WebviewPanel, extension: vscode.Uri): void {
  const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `tokenscope-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  panel.webview.options = webviewOptions(extension);
  panel.webview.html = webviewHtml(panel.webview, vscode.Uri.joinPath(extension, 'dist', 'context.js'));
}
