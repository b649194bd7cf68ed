// Registers the commands that show a text in the panel, and those that lead to a place in it. No logic.
import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client.ts';
import type { Panel } from '../views/panel.ts';
import { explainAsChat } from './explainAsChat.ts';
import { explainTokens, exportExplanation } from './explainTokens.ts';
import { showWhatMattered } from './showWhatMattered.ts';
import { startTour } from './tour.ts';
import { showWorkedExample } from './workedExamples.ts';

export interface PanelCommandParts {
  readonly panel: Panel;
  readonly counter: EngineClient;
  readonly modelFolder: () => string;
  readonly embeddedModel: string;
}

export function registerPanelCommands({
  panel,
  counter,
  modelFolder,
  embeddedModel,
}: PanelCommandParts): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register('tokenscope.explainTokens', () => explainTokens(panel)),
    register('tokenscope.showWhatMattered', () => showWhatMattered(panel)),
    register('tokenscope.explainAsChat', () => explainAsChat(panel, counter, modelFolder())),
    register('tokenscope.startTour', () => startTour(panel)),
    register('tokenscope.showWorkedExample', (example?: unknown) => showWorkedExample(panel, embeddedModel, example)),
    register('tokenscope.exportExplanation', () => exportExplanation(panel)),
    register('tokenscope.goToStop', (stop: string) => panel.goTo(stop)),
    register('tokenscope.focusPanel', () => panel.focus()),
    vscode.window.registerUriHandler({ handleUri: ({ path }) => panel.goTo(path.split('/').at(-1) ?? '') }),
  );
}
