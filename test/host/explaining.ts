// What the suites share: the extension's own API, documents with a given text, and waiting on its events.
import * as vscode from 'vscode';
import type { TokenscopeApi } from '../../src/extension.ts';

export async function tokenscope(): Promise<TokenscopeApi> {
  const extension = vscode.extensions.getExtension<TokenscopeApi>('tokenscope.tokenscope');
  if (!extension) throw new Error('the extension is not installed');
  return await extension.activate();
}

/** An untitled document with everything selected. */
export async function opened(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  editor.selection = new vscode.Selection(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  return editor;
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
