import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { webviewHtml, webviewOptions } from '../../../src/views/html.ts';

const extension = vscode.Uri.file('/an/extension');
const bundle = vscode.Uri.joinPath(extension, 'dist', 'panel.js');

suite('the HTML of a webview', () => {
  let panel: vscode.WebviewPanel;
  suiteSetup(() => {
    panel = vscode.window.createWebviewPanel('tokenscope.test', 'Test', vscode.ViewColumn.One);
  });
  suiteTeardown(() => panel.dispose());

  test('allows pictures made in it and the script with its nonce, nothing else', () => {
    const { policy, nonce } = read(webviewHtml(panel.webview, bundle));
    assert.deepEqual(policy.split('; '), ["default-src 'none'", `script-src 'nonce-${nonce}'`, 'img-src data:']);
  });

  test('has one script, the bundle, and no styles or handlers in its markup', () => {
    const html = webviewHtml(panel.webview, bundle);
    const { nonce } = read(html);
    const scripts = html.match(/<script[^>]*>/g);
    assert.deepEqual(scripts, [`<script type="module" nonce="${nonce}" src="${panel.webview.asWebviewUri(bundle)}">`]);
    assert.ok(html.endsWith('></script></body>\n</html>'));
    assert.doesNotMatch(html, /<style|<link|\son\w+=|\sstyle=/);
  });

  test('comes under its policy before the script', () => {
    const html = webviewHtml(panel.webview, bundle);
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<script'));
  });

  test('has a nonce of 128 bits, another one each time', () => {
    const nonces = Array.from({ length: 20 }, () => read(webviewHtml(panel.webview, bundle)).nonce);
    assert.equal(new Set(nonces).size, nonces.length);
    for (const nonce of nonces) assert.equal(Buffer.from(nonce, 'base64').length, 16);
  });

  test('is in the language of the editor', () => {
    assert.ok(webviewHtml(panel.webview, bundle).includes(`<html lang="${vscode.env.language}">`));
  });

  test('may load files of dist only', () => {
    const { enableScripts, enableCommandUris, localResourceRoots } = webviewOptions(extension);
    assert.deepEqual([enableScripts, enableCommandUris], [true, undefined]);
    assert.deepEqual(localResourceRoots?.map(String), ['file:///an/extension/dist']);
  });
});

function read(html: string): { policy: string; nonce: string } {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  const nonce = /nonce="([^"]*)"/.exec(html)?.[1];
  return { policy: policy ?? assert.fail('no policy'), nonce: nonce ?? assert.fail('no nonce') };
}
