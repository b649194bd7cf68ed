// Writes a setting where it is set now, so that the new value takes effect: a workspace's value overrides the user's, a
// folder's the workspace's, and one for the language of a document all of these. Knows no setting by name.
import * as vscode from 'vscode';

const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;

/** `scope`: the document that the value is to take effect for, where the setting may differ between documents. */
export async function changeSetting(name: string, value: unknown, scope?: vscode.TextDocument): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(undefined, scope);
  const set = configuration.inspect(name);
  const forLanguage = [
    [set?.workspaceFolderLanguageValue, WorkspaceFolder],
    [set?.workspaceLanguageValue, Workspace],
    [set?.globalLanguageValue, Global],
  ] as const;
  const forAll = [
    [set?.workspaceFolderValue, WorkspaceFolder],
    [set?.workspaceValue, Workspace],
  ] as const;
  const ofLanguage = forLanguage.find(([there]) => there !== undefined);
  const target = (ofLanguage ?? forAll.find(([there]) => there !== undefined))?.[1] ?? Global;
  await configuration.update(name, value, target, ofLanguage !== undefined);
}
