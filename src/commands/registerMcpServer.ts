// Tells VS Code how to start the MCP server, where the user wants it: the same tools for agents that take no language model
// tools. Knows no tool.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { engineTokenizer } from '../settings/tokenizerSetting.ts';
import { readableFolders } from './registerAgentTools.ts';

/** As in package.json. */
const PROVIDER = 'tokenscope.tools';
export const MCP_SETTING = 'tokenscope.mcpServer';

export interface McpServerParts {
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  readonly engineOptions: () => EngineOptions;
}

export interface McpServer extends vscode.Disposable {
  /** How it is started here and now, whether it is offered or not. */
  readonly start: () => vscode.McpStdioServerDefinition;
  /** What VS Code is given; none where the setting is off or the workspace is not trusted. */
  readonly definitions: () => vscode.McpStdioServerDefinition[];
}

export function registerMcpServer(context: vscode.ExtensionContext, parts: McpServerParts): McpServer {
  const changed = new vscode.EventEmitter<void>();
  const definitions = () => (isOffered() ? [definition(context, parts)] : []);
  const fire = () => changed.fire();
  const registered = vscode.Disposable.from(
    changed,
    vscode.lm.registerMcpServerDefinitionProvider(PROVIDER, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: definitions,
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(fire),
    vscode.workspace.onDidGrantWorkspaceTrust(fire),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('tokenscope')) fire();
    }),
  );
  return { start: () => definition(context, parts), definitions, dispose: () => registered.dispose() };
}

function isOffered(): boolean {
  return vscode.workspace.isTrusted && vscode.workspace.getConfiguration().get(MCP_SETTING) === true;
}

/** How VS Code starts the server, with the user's settings. */
function definition({ asAbsolutePath, extension }: vscode.ExtensionContext, parts: McpServerParts) {
  const { version } = extension.packageJSON as { readonly version: string };
  return new vscode.McpStdioServerDefinition(
    'Tokenscope',
    process.execPath,
    [asAbsolutePath(join('dist', 'mcp.js')), ...serverArguments(parts)],
    { ELECTRON_RUN_AS_NODE: '1' }, // on the desktop the editor's program is Electron, which then runs as Node
    version,
  );
}

/** A setting that means nothing is left out, and has its default. */
function serverArguments({ embeddedModel, modelFolder, engineOptions }: McpServerParts): readonly string[] {
  const model = modelFolder();
  const { precision, executionProvider } = engineOptions();
  return [
    ...readableFolders().roots.flatMap((folder) => ['--root', folder]),
    ...(model === embeddedModel ? [] : ['--model', model]),
    ...['--tokenizer', tokenizerName(engineTokenizer({ embeddedModel, model }), embeddedModel, model)],
    ...(precision ? ['--precision', precision] : []),
    ...(executionProvider ? ['--provider', executionProvider] : []),
  ];
}

function tokenizerName(tokenizer: TokenizerRef, embeddedModel: string, model: string): string {
  if (tokenizer.kind === 'openai') return tokenizer.encoding;
  if (tokenizer.folder === model) return 'model';
  return tokenizer.folder === embeddedModel ? 'embedded' : tokenizer.folder;
}
