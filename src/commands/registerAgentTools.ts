// Offers the agents' tools to the language models of VS Code. Knows no tool but by the table.
import * as vscode from 'vscode';
import type { AgentChoices, AgentTool } from '../agents/agentTool.ts';
import { AGENT_TOOLS } from '../agents/allTools.ts';
import { type AnswerCall, callAnswerer } from '../agents/answerCall.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { EngineClient } from '../engine/client.ts';
import { modelName } from '../messages/modelName.ts';
import { engineTokenizer } from '../settings/tokenizerSetting.ts';
import { invocationMessage } from './invocationMessage.ts';

export interface AgentToolParts {
  readonly engine: EngineClient;
  readonly counter: EngineClient;
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  readonly engineOptions: () => EngineOptions;
  readonly log: vscode.LogOutputChannel;
}

export function registerAgentTools(parts: AgentToolParts): vscode.Disposable {
  const { engine, counter, embeddedModel, log } = parts;
  const nameOf = (folder: string) => modelName(folder, embeddedModel);
  const answer = callAnswerer({ engine, counter, nameOf, choices: () => choicesOf(parts) }, (error) =>
    log.error(error as Error),
  );
  const tools = AGENT_TOOLS.map((tool) => vscode.lm.registerTool<object>(tool.name, toolFor(tool, answer)));
  return vscode.Disposable.from(answer, ...tools);
}

function toolFor(tool: AgentTool, answer: AnswerCall): vscode.LanguageModelTool<object> {
  return {
    prepareInvocation: ({ input }) => ({ invocationMessage: invocationMessage(tool.name, input) }),
    invoke: async ({ input }, token) => {
      const abort = new AbortController();
      const watch = token.onCancellationRequested(() => abort.abort());
      if (token.isCancellationRequested) abort.abort();
      try {
        const outcome = await answer(tool, input, { signal: abort.signal, progress: () => {} });
        if (!outcome.ok) throw outcome.cancelled ? new vscode.CancellationError() : new Error(outcome.text);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(outcome.text)]);
      } finally {
        watch.dispose();
      }
    },
  };
}

/** A workspace that is not trusted chooses nothing, and none of its files are read. */
function choicesOf({ embeddedModel, modelFolder, engineOptions }: AgentToolParts): AgentChoices {
  return {
    modelFolder: modelFolder(),
    embeddedModel,
    engineOptions: engineOptions(),
    tokenizer: engineTokenizer({ embeddedModel, model: modelFolder() }),
    roots: readableFolders(),
    exclude: excludedFiles(),
    withoutRoots: vscode.workspace.isTrusted
      ? 'No folder on this machine is open in VS Code, so that no files are read. Give the text itself.'
      : 'The user has not trusted this workspace, so that its files are not read. Give the text itself.',
  };
}

/** The folders of the workspace that are on this machine's disk. */
export function readableFolders(): readonly string[] {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** The globs of `files.exclude` that are on; those with a condition are for the explorer. */
function excludedFiles(): readonly string[] {
  const globs = vscode.workspace.getConfiguration('files').get<Readonly<Record<string, unknown>>>('exclude') ?? {};
  return Object.keys(globs).filter((glob) => globs[glob] === true);
}
