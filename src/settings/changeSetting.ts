// Writes a setting where it is set now, so that the new value takes effect: a workspace's value overrides the user's.
// Knows no setting by name.
import * as vscode from 'vscode';

export async function changeSetting(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const set = configuration.inspect(name);
  const target =
    set?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await configuration.update(name, value, target);
}
