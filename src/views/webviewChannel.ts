// Connects a webview with its host: typed calls both ways until the view is gone. Knows neither view.
import * as vscode from 'vscode';
import type { WebviewStart } from '../contract/webviewApi.ts';
import { openChannel } from '../engine/channel.ts';

/**
 * The webview's functions; `local` answers its questions. `events` are the names of all of the webview's functions:
 * they have no answer, and calls after the view is gone are lost, as they should be.
 */
export function connectWebview<Remote extends object, Local extends object>(
  webview: vscode.Webview,
  local: Local,
  events: readonly (keyof Remote)[],
  log: vscode.LogOutputChannel,
) {
  return openChannel<Remote, Local>(
    {
      post: (message) => void webview.postMessage(message),
      receive: (listener) => void webview.onDidReceiveMessage(listener),
    },
    local,
    {
      events,
      tightBuffers: true,
      onBug: (error, question) => log.error(`${question}:`, error as Error),
      onStray: (problem) => log.warn(`dropped: ${problem}`),
    },
  );
}

/** The language of the editor and the strings for it, the same bundle that the host uses. */
export function webviewStart(): WebviewStart {
  const strings = Object.entries(vscode.l10n.bundle ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { language: vscode.env.language, strings: Object.fromEntries(strings) };
}
