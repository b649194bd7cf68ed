// Registers the Context X-ray: its command, its place in the explorer's menu, and its tab after a reload. No logic.
import * as vscode from 'vscode';
import { keptSubject } from '../contract/keptSubject.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import { counterName } from '../messages/counterName.ts';
import { engineTokenizer } from '../settings/tokenizerSetting.ts';
import { CONTEXT_TYPE } from '../views/contextPanel.ts';
import { ContextView } from '../views/contextView.ts';
import { chooseSubject, chosenInExplorer } from './contextXray.ts';

export interface ContextXrayParts {
  readonly extension: vscode.Uri;
  readonly counter: EngineClient;
  readonly modelFolder: () => string;
  readonly embeddedModel: string;
  readonly log: vscode.LogOutputChannel;
}

export function registerContextXray({ modelFolder, embeddedModel, ...parts }: ContextXrayParts): vscode.Disposable {
  const view = new ContextView({
    ...parts,
    tokenizer: () => engineTokenizer({ embeddedModel, model: modelFolder() }),
    nameOf: (ref: TokenizerRef) => counterName(ref, embeddedModel),
    chooseSubject,
    chooseTokenizer: async () => void (await vscode.commands.executeCommand('tokenscope.chooseTokenizer')),
  });
  return vscode.Disposable.from(
    view,
    vscode.commands.registerCommand('tokenscope.contextXray', async (file?: unknown, files?: unknown) => {
      const subject = chosenInExplorer(file, files) ?? (await chooseSubject());
      if (subject) await view.look(subject);
      return view.report;
    }),
    vscode.window.registerWebviewPanelSerializer(CONTEXT_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => await view.restore(panel, keptSubject(state)),
    }),
  );
}
