// Runs in the extension host and opens beside the editor what any panel is at least: a page with a line of text.
import * as vscode from 'vscode';
import { activate as listen } from '../../browser/listener/listener.js';

/** Tells when its first frame was drawn: a page as small as that has no first contentful paint in the browser's records. */
const PAGE = `<!DOCTYPE html><html lang="en"><title>Empty</title><body><p id="empty">Nothing.</p><script>
  requestAnimationFrame(() => setTimeout(() => { globalThis.drawn = performance.timeOrigin + performance.now(); }));
</script></body></html>`;

export function activate({ subscriptions }) {
  listen(); // a workbench of the web loads one extension of this kind
  const open = () => {
    vscode.window.createWebviewPanel('emptyPanel', 'Empty', vscode.ViewColumn.Beside, { enableScripts: true }).webview.html = PAGE;
  };
  subscriptions.push(vscode.commands.registerCommand('emptyPanel.open', open));
}
