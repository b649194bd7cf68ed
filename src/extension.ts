// Makes the parts of the extension and hands them to one another. No logic.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { memoryConsent } from './commands/askAboutMemory.ts';
import { registerCopyMcpConfiguration } from './commands/copyMcpConfiguration.ts';
import { explainTokens } from './commands/explainTokens.ts';
import { OtherModel } from './commands/otherModel.ts';
import { registerAgentTools } from './commands/registerAgentTools.ts';
import { registerBoundaries } from './commands/registerBoundaries.ts';
import { registerColoring } from './commands/registerColoring.ts';
import { registerContextXray } from './commands/registerContextXray.ts';
import { registerCounting } from './commands/registerCounting.ts';
import { type McpServer, registerMcpServer } from './commands/registerMcpServer.ts';
import { modelStore, registerModelCommands } from './commands/registerModelCommands.ts';
import { registerPanelCommands } from './commands/registerPanelCommands.ts';
import { registerSamples } from './commands/tour.ts';
import type { RunSummary } from './contract/engineApi.ts';
import type { Failure } from './contract/failure.ts';
import { BranchCompletion } from './editor/branchCompletion.ts';
import { documentCounts } from './editor/documentCounts.ts';
import { TokenHighlight } from './editor/tokenHighlight.ts';
import { createEngineClient, type EngineClient } from './engine/client.ts';
import { spawnEngine } from './engine/spawn.ts';
import { untrainedTokens } from './engine/untrainedTokens.ts';
import { registerModelFiles } from './modelFiles/registerModelFiles.ts';
import { registerSessions, sessionPartsOf } from './sessions/registerSessions.ts';
import { keepSession } from './sessions/saveSession.ts';
import { engineOptionsSetting, onDidChangeRunning } from './settings/engineSettings.ts';
import { askForGhostText, isGhostTextOn } from './settings/ghostTextSetting.ts';
import { Panel } from './views/panel.ts';
import { registerRestoring } from './views/savedPanel.ts';
import { SIDE_VIEW, Side } from './views/side.ts';

/** What other extensions and tests may ask. */
export interface TokenscopeApi {
  /** The id of the process that runs the model; undefined while none is needed. */
  readonly engineProcessId: () => number | undefined;
  /** How VS Code starts the MCP server; none where it is not offered. */
  readonly mcpServers: () => readonly vscode.McpStdioServerDefinition[];
  /** The explanation that the panel shows now. */
  readonly explanation: () => RunSummary | undefined;
  /** The reason why the panel shows none. */
  readonly failure: () => Failure | undefined;
  readonly onDidChangeExplanation: vscode.Event<void>;
}

export function activate(context: vscode.ExtensionContext): TokenscopeApi {
  const log = vscode.window.createOutputChannel('Tokenscope', { log: true });
  const engine = startEngine(context, log);
  const counter = startEngine(context, log); // so counting never waits for a model, and survives one that runs out of memory
  const inspector = startEngine(context, log); // of files that are looked into, which nobody waits for
  const models = modelsOf(context, log);
  const { modelFolder, embeddedModel } = models;
  const documents = documentCounts(counter); // for all that counts and tints: a document is sent once
  const highlight = new TokenHighlight();
  const branch = new BranchCompletion(isGhostTextOn);
  const sessions = sessionPartsOf(context, { ...models, log });
  const keeps = { keepSession: keepSession.bind(undefined, sessions) };
  const shared = { extension: context.extensionUri, engine, counter, ...models, highlight, log, ...keeps };
  const { colors, coloring, ofSide } = registerColoring(context.globalState, shared);
  const otherModel = new OtherModel({ ...shared, ...modelStore(context) });
  const panel = new Panel({
    ...shared,
    tint: colors.tintOf('panel'),
    otherModel,
    ghostText: { branch, mayShow: askForGhostText },
  });
  const explained = () =>
    panel.text && panel.summary && !panel.failure ? { text: panel.text, summary: panel.summary } : undefined;
  const mcpServer = registerMcpServer(context, models);
  const explain = async () => void (await explainTokens(panel));
  const side = new Side({ ...shared, ...ofSide, explained, explain });

  context.subscriptions.push(
    log,
    documents,
    highlight,
    coloring,
    branch,
    panel,
    side,
    registerModelCommands(context, { ...shared, embeddedModel, panel, side }),
    registerCounting(context, { ...shared, byTokenizer: documents }),
    registerContextXray(shared),
    registerAgentTools(shared),
    mcpServer,
    registerCopyMcpConfiguration(mcpServer.start),
    registerBoundaries({
      ...shared,
      documents,
      untrained: untrainedTokens(engine, () => (panel.failure ? undefined : panel.summary)),
      explained: () => panel.text,
      onDidChangeExplained: panel.onDidChangeText,
    }),
    panel.onDidChangeText(() => side.refresh()),
    onDidChangeRunning(() => {
      void panel.explainAgain();
      side.refresh();
    }),
    vscode.window.registerWebviewViewProvider(SIDE_VIEW, side),
    registerRestoring(panel),
    registerSessions(panel, sessions),
    registerModelFiles({ ...shared, inspector, panel }),
    registerPanelCommands({ panel, counter, modelFolder, embeddedModel }),
    registerSamples(context.extensionUri),
    registerRestart(panel, engine, counter),
  );
  return apiOf(engine, panel, mcpServer);
}

/** Which model explains, how it runs, and whether it may where memory is short. */
function modelsOf(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
  const embeddedModel = context.asAbsolutePath(join('media', 'model'));
  const modelFolder = () => vscode.workspace.getConfiguration().get<string>('tokenscope.model') || embeddedModel;
  const memory = memoryConsent(embeddedModel, context.globalState);
  return { embeddedModel, modelFolder, engineOptions: engineOptionsSetting(log), memory };
}

/** It has no process before its first question. */
function startEngine(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): EngineClient {
  const client = createEngineClient({
    spawn: () => spawnEngine(context.asAbsolutePath(join('dist', 'engine.js')), (line) => log.info(line)),
    log: (line) => log.info(line),
  });
  context.subscriptions.push(client);
  return client;
}

function registerRestart(panel: Panel, ...engines: readonly EngineClient[]): vscode.Disposable {
  return vscode.commands.registerCommand('tokenscope.restartEngine', () => {
    stop(...engines);
    const stopped = { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' } as const;
    panel.lose(stopped, vscode.l10n.t('The engine was restarted.'));
  });
}

/** Each starts again with its next question. */
function stop(...engines: readonly EngineClient[]): void {
  for (const engine of engines) engine.stop();
}

function apiOf(engine: EngineClient, panel: Panel, mcpServer: McpServer): TokenscopeApi {
  return {
    mcpServers: mcpServer.definitions,
    engineProcessId: () => engine.processId,
    explanation: () => (panel.failure ? undefined : panel.summary),
    failure: () => panel.failure,
    onDidChangeExplanation: panel.onDidChangeText,
  };
}
