// What the suites share: the extension's own API, documents with a given text, and waiting on its events.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TokenscopeApi } from '../../src/extension.ts';

export async function tokenscope(): Promise<TokenscopeApi> {
  const extension = vscode.extensions.getExtension<TokenscopeApi>('tokenscope.tokenscope');
  if (!extension) throw new Error('the extension is not installed');
  return await extension.activate();
}

/** Names that untitled documents had, closed ones included. */
const taken = new Set<string>();

/** An untitled document with everything selected. */
export async function opened(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const document = await untitled(content, language);
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const end = document.lineAt(document.lineCount - 1).range.end;
  await select(editor, new vscode.Selection(new vscode.Position(0, 0), end));
  return editor;
}

/**
 * Never under a name that a closed document had. VS Code backs a changed document up after a second and discards the
 * backup when the document is closed; a new document under the same name cancels the discarding if the backup is still
 * being written, and is then filled with the former one's text. So a name that comes back is left to a document that
 * nobody sees, which keeps it taken as long as there is text in it.
 */
async function untitled(content: string, language: string): Promise<vscode.TextDocument> {
  for (;;) {
    const document = await vscode.workspace.openTextDocument({ content, language });
    const name = document.uri.toString();
    if (!taken.has(name)) {
      taken.add(name);
      return document;
    }
    const filled = new vscode.WorkspaceEdit();
    filled.insert(document.uri, new vscode.Position(0, 0), 'VS Code forgets an untitled document that is empty');
    await vscode.workspace.applyEdit(filled);
  }
}

/** Waits until VS Code has confirmed it: the confirmation of an earlier selection would undo a later one. */
export async function select(editor: vscode.TextEditor, selection: vscode.Selection): Promise<void> {
  if (editor.selection.isEqual(selection)) return;
  await new Promise<void>((resolve) => {
    const watch = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (textEditor !== editor || !selections[0].isEqual(selection)) return;
      watch.dispose();
      resolve();
    });
    editor.selection = selection;
  });
}

/** What the explained text says, as its tokens have it. */
export async function explainedText(): Promise<string> {
  const { tokens } = (await tokenscope()).explanation() ?? assert.fail('no explanation');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(tokens.flatMap(({ bytes }) => bytes)));
}

/** Changes a setting and waits until the panel shows what comes of it. */
export async function afterSetting(name: string, value: string | undefined, shows: () => boolean): Promise<void> {
  const shown = until(await tokenscope(), shows);
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  await shown;
}

/** Runs the command and waits until the panel shows its outcome. */
export async function explain(): Promise<void> {
  const api = await tokenscope();
  const before = api.explanation()?.run;
  const finished = until(
    api,
    () => api.failure() !== undefined || (api.explanation() !== undefined && api.explanation()?.run !== before),
  );
  await vscode.commands.executeCommand('tokenscope.explainTokens');
  await finished;
}

/** Resolves when the condition holds after a change of what the panel shows. */
export async function until(api: TokenscopeApi, condition: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const watch = api.onDidChangeExplanation(() => {
      if (!condition()) return;
      watch.dispose();
      resolve();
    });
  });
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
