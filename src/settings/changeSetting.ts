// Writes a setting where it is set now, so that what was chosen is what is seen: a user's value is hidden behind the
// workspace's. Knows no setting by name.
import * as vscode from 'vscode';

export async function changeSetting(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const set = configuration.inspect(name);
  const target =
    set?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await configuration.update(name, value, target);
}
