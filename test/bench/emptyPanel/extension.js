// Runs in the extension host and opens beside the editor what any panel is at least: a page with a line of text.
import * as vscode from 'vscode';

const PAGE =
  '<!DOCTYPE html><html lang="en"><title>Empty</title><body><p id="empty">Nothing.</p></body></html>';

export function activate({ subscriptions }) {
  const open = () => {
    vscode.window.createWebviewPanel('emptyPanel', 'Empty', vscode.ViewColumn.Beside, {}).webview.html = PAGE;
  };
  subscriptions.push(vscode.commands.registerCommand('emptyPanel.open', open));
}
