// Registers the commands about models, each of which shows its own failure. Knows no model.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { chooseModel, downloadAnother } from './chooseModel.ts';
import { restoreNames } from './givenNames.ts';
import { manageModels } from './manageModels.ts';
import { type ModelCommandContext, reportingFailures, setHubToken } from './modelCommandContext.ts';

/** Registers them with a store in the extension's own storage, where all windows of this machine find the downloads. */
export function registerModelCommands(
  context: vscode.ExtensionContext,
  given: Omit<ModelCommandContext, 'store' | 'secrets' | 'names'>,
): vscode.Disposable {
  const parts = { ...given, ...modelStore(context) };
  restoreNames(parts.names);
  const register = (name: string, command: (parts: ModelCommandContext) => Promise<void>) =>
    vscode.commands.registerCommand(name, () => reportingFailures(parts, () => command(parts)));
  return vscode.Disposable.from(
    register('tokenscope.chooseModel', chooseModel),
    register('tokenscope.downloadModel', downloadAnother),
    register('tokenscope.manageModels', manageModels),
    register('tokenscope.setHubToken', setHubToken),
  );
}

/** The store in the extension's own storage, and what opens the hub to it. */
export function modelStore({ globalStorageUri, globalState, secrets }: vscode.ExtensionContext) {
  return { secrets, names: globalState, store: join(globalStorageUri.fsPath, 'models') };
}
