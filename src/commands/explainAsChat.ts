// The command Explain as Chat: explains the chosen text as a user's message to the model, in the format that the model
// was trained on. The conversation becomes a new document, since every explained text is in one: highlights, tints and
// hovers work as always, it can be edited and explained again, and the user's own text stays as it is.
import * as vscode from 'vscode';
import { isFailure } from '../contract/failure.ts';
import { unixLines } from '../contract/unixLines.ts';
import { chosenText, textIn } from '../editor/chosenText.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import type { Panel } from '../views/panel.ts';

/** Fails only with bugs: a failure is shown, such as that of a model without a chat template. */
export async function explainAsChat(panel: Panel, engine: EngineClient, modelFolder: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const chosen = editor && chosenText(editor);
  if (!chosen) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Select the message to the model, or put the caret into a paragraph, and run Explain as Chat again.',
      ),
    );
    return;
  }
  try {
    const content = await engine.chat(modelFolder, [{ role: 'user', content: unixLines(chosen.text) }]);
    const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
    await vscode.window.showTextDocument(document, { viewColumn: editor.viewColumn, preview: false });
    const last = document.lineAt(document.lineCount - 1).range.end;
    await panel.explain(textIn(document, new vscode.Range(new vscode.Position(0, 0), last)));
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
    void vscode.window.showErrorMessage(failureMessage(thrown));
  }
}
