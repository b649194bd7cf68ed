// Writes a setting where it is set now, so that the new value takes effect: a workspace's value overrides the user's, and
// one for a language overrides all that are for none. Knows no setting by name.
import * as vscode from 'vscode';

const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;

/** With a document: for what holds there, which may be the value of a folder or of a language. */
export async function changeSetting(name: string, value: unknown, document?: vscode.TextDocument): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(undefined, document);
  const set = configuration.inspect(name);
  const places = [
    { is: set?.workspaceFolderLanguageValue, target: WorkspaceFolder, language: true },
    { is: set?.workspaceLanguageValue, target: Workspace, language: true },
    { is: set?.globalLanguageValue, target: Global, language: true },
    { is: set?.workspaceFolderValue, target: WorkspaceFolder, language: false },
    { is: set?.workspaceValue, target: Workspace, language: false },
  ];
  const place = places.find(({ is }) => is !== undefined) ?? { target: Global, language: false };
  await configuration.update(name, value, place.target, place.language);
}
