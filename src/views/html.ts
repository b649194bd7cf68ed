// The HTML of the webviews: an empty page that may run one script of Tokenscope and nothing else. Knows no content.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page; `bundle` is dist/panel.js, side.js or context.js, which mounts itself. */
export function webviewHtml(webview: vscode.Webview, bundle: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  // Components bring their styles as adopted style sheets, which need no permission. data: is for pictures of charts.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; img-src data:`;
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tokenscope</title>
</head>
<body><script type="module" nonce="${nonce}" src="${webview.asWebviewUri(bundle)}"></script></body>
</html>`;
}

/** The rights of the webviews: they run scripts, and read files of dist/ alone. */
export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
}
