// Offers the agents' tools to the language models of VS Code. Knows no tool but by the table.
import * as vscode from 'vscode';
import type { AgentChoices, AgentTool } from '../agents/agentTool.ts';
import { AGENT_TOOLS } from '../agents/allTools.ts';
import { type AnswerCall, callAnswerer } from '../agents/answerCall.ts';
import { failureWords } from '../agents/failureWords.ts';
import { type ReadableRoots, readableRoots } from '../agents/readableRoots.ts';
import { sentTo } from '../agents/sentTo.ts';
import { withinBudget } from '../agents/withinBudget.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import { isFailure } from '../contract/failure.ts';
import type { MemoryConsent } from '../contract/memoryConsent.ts';
import type { EngineClient } from '../engine/client.ts';
import { modelName } from '../messages/modelName.ts';
import { engineTokenizer } from '../settings/tokenizerSetting.ts';
import { excludedGlobs } from '../views/excludedGlobs.ts';
import { preparedInvocation } from './preparedInvocation.ts';

export interface AgentToolParts {
  readonly engine: EngineClient;
  readonly counter: EngineClient;
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  readonly engineOptions: () => EngineOptions;
  readonly memory: MemoryConsent;
  readonly log: vscode.LogOutputChannel;
}

export function registerAgentTools(parts: AgentToolParts): vscode.Disposable {
  const { engine, counter, embeddedModel, log } = parts;
  const nameOf = (folder: string) => modelName(folder, embeddedModel);
  const answer = callAnswerer({ engine, counter, nameOf, choices: () => choicesOf(parts) }, (error) =>
    log.error(error as Error),
  );
  const tools = AGENT_TOOLS.map((tool) => vscode.lm.registerTool<object>(tool.name, toolFor(tool, answer, parts)));
  return vscode.Disposable.from(answer, ...tools);
}

function toolFor(
  tool: AgentTool,
  answer: AnswerCall,
  { engineOptions, modelFolder, memory }: AgentToolParts,
): vscode.LanguageModelTool<object> {
  return {
    prepareInvocation: ({ input }) => preparedInvocation(tool.name, input, sentTo(tool, engineOptions())),
    invoke: async ({ input, tokenizationOptions }, token) => {
      const abort = new AbortController();
      const watch = token.onCancellationRequested(() => abort.abort());
      if (token.isCancellationRequested) abort.abort();
      try {
        if (tool.runsModel) await memory.check(modelFolder()).catch(asWords);
        const outcome = await answer(tool, input, { signal: abort.signal, progress: () => {} });
        if (!outcome.ok) throw outcome.cancelled ? new vscode.CancellationError() : new Error(outcome.text);
        const text = tokenizationOptions ? await withinBudget(outcome.text, tokenizationOptions) : outcome.text;
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        watch.dispose();
      }
    },
  };
}

function asWords(thrown: unknown): never {
  throw isFailure(thrown) ? new Error(failureWords(thrown)) : thrown;
}

/** A workspace that is not trusted chooses nothing, and none of its files are read. */
function choicesOf({ embeddedModel, modelFolder, engineOptions }: AgentToolParts): AgentChoices {
  return {
    modelFolder: modelFolder(),
    embeddedModel,
    engineOptions: engineOptions(),
    tokenizer: engineTokenizer({ embeddedModel, model: modelFolder() }),
    ...readableFolders(),
    exclude: excludedGlobs(),
  };
}

export function readableFolders(): ReadableRoots {
  return readableRoots(vscode.workspace.isTrusted, vscode.workspace.workspaceFolders);
}
