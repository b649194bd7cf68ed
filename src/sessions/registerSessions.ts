// Registers what saves and opens sessions. Knows no session.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Panel } from '../views/panel.ts';
import { saveSession } from './saveSession.ts';
import { registerSessionDocuments } from './sessionDocuments.ts';
import { registerSessionEditor } from './sessionEditor.ts';
import type { SessionParts } from './sessionParts.ts';

/** With the extension's own storage, where downloaded models are. */
export function sessionPartsOf(
  { extension, globalStorageUri, globalState }: vscode.ExtensionContext,
  given: Pick<SessionParts, 'embeddedModel' | 'modelFolder' | 'log'>,
): SessionParts {
  const { version } = extension.packageJSON as { readonly version: string };
  return { ...given, version, store: join(globalStorageUri.fsPath, 'models'), digests: globalState };
}

export function registerSessions(panel: Panel, parts: SessionParts): vscode.Disposable {
  return vscode.Disposable.from(
    registerSessionDocuments(),
    registerSessionEditor(panel, parts),
    vscode.commands.registerCommand('tokenscope.saveSession', () => saveSession(panel)),
  );
}
