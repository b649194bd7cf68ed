// The command Copy MCP Configuration: what people paste to give the tools to an agent outside of VS Code. Knows no tool.
import * as vscode from 'vscode';
import { MCP_CLIENTS, type McpClient, mcpSnippet, type ServerStart } from '../agents/mcpSnippets.ts';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  readonly client: McpClient;
}

/** `start` says how VS Code would start the server. The command answers with what it copied. */
export function registerCopyMcpConfiguration(start: () => vscode.McpStdioServerDefinition): vscode.Disposable {
  return vscode.commands.registerCommand('tokenscope.copyMcpConfiguration', async (asked?: unknown) => {
    const client = MCP_CLIENTS.find((one) => one === asked) ?? (await chosenClient());
    if (client === undefined) return undefined;
    const snippet = mcpSnippet(client, startOutside(start()), process.platform);
    await vscode.env.clipboard.writeText(snippet);
    void vscode.window.showInformationMessage(
      t('Copied. The path names the version of Tokenscope: after an update, copy it again.'),
    );
    return snippet;
  });
}

async function chosenClient(): Promise<McpClient | undefined> {
  const choices: readonly Choice[] = [
    { client: 'claude', label: 'Claude Code', description: t('a command for the terminal') },
    { client: 'codex', label: 'Codex', description: '~/.codex/config.toml' },
    { client: 'json', label: 'Cursor, JSON', description: t('.cursor/mcp.json, and most other programs') },
  ];
  const options = { title: t('Copy MCP Configuration'), placeHolder: t('For which agent?') };
  return (await vscode.window.showQuickPick(choices, options))?.client;
}

/**
 * On the desktop VS Code's own program runs it, which is there for sure. A server of VS Code has a Node whose path changes
 * with each of its versions; who runs agents there has a Node.
 */
function startOutside({ command, args, env }: vscode.McpStdioServerDefinition): ServerStart {
  if (process.versions.electron === undefined) return { command: 'node', args, env: {} };
  return { command, args, env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])) };
}
