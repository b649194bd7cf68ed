// What the suites share: the extension's own API, documents with a given text, and waiting on its events.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TokenscopeApi } from '../../src/extension.ts';

export async function tokenscope(): Promise<TokenscopeApi> {
  const extension = vscode.extensions.getExtension<TokenscopeApi>('tokenscope.tokenscope');
  if (!extension) throw new Error('the extension is not installed');
  return await extension.activate();
}

/** An untitled document with everything selected. */
export async function opened(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const document = await untitled(content, language);
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const end = document.lineAt(document.lineCount - 1).range.end;
  await select(editor, new vscode.Selection(new vscode.Position(0, 0), end));
  return editor;
}

/** By the end of its name a document is of a language; any other end would do for plain text. */
const NAME_ENDS: Readonly<Record<string, string>> = {
  plaintext: 'txt',
  markdown: 'md',
  prompt: 'prompt.md',
  instructions: 'instructions.md',
  chatagent: 'agent.md',
};
let documents = 0;

/**
 * A document that no file stands behind, under a name of its own. VS Code backs a changed document up after a second and
 * discards the backup when the document is closed; a new document under the same name cancels the discarding if the
 * backup is still being written, and is then filled with the former one's text. Documents that VS Code names itself get
 * the names of closed ones again.
 */
async function untitled(content: string, language: string): Promise<vscode.TextDocument> {
  const path = `/text ${++documents}.${NAME_ENDS[language] ?? language}`;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'untitled', path }));
  assert.equal(document.languageId, language);
  const filled = new vscode.WorkspaceEdit();
  const lineEnds = content.includes('\r\n') ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF;
  filled.set(document.uri, [
    vscode.TextEdit.setEndOfLine(lineEnds),
    vscode.TextEdit.insert(new vscode.Position(0, 0), content),
  ]);
  assert.ok(await vscode.workspace.applyEdit(filled));
  assert.equal(document.getText(), content);
  return document;
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
