// What people paste to give the MCP server to an agent, in the form that each takes. Pure.

export const MCP_CLIENTS = ['claude', 'codex', 'json'] as const;
export type McpClient = (typeof MCP_CLIENTS)[number];

export interface ServerStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** claude: a command for a shell; codex: TOML for its configuration; json: what Cursor and many others take. */
export function mcpSnippet(client: McpClient, start: ServerStart, platform: NodeJS.Platform): string {
  switch (client) {
    case 'claude':
      return shellCommand(start, platform);
    case 'codex':
      return toml(start);
    case 'json':
      return `${JSON.stringify({ mcpServers: { tokenscope: written(start) } }, null, 2)}\n`;
  }
}

function written({ command, args, env }: ServerStart) {
  return Object.keys(env).length > 0 ? { command, args, env } : { command, args };
}

function shellCommand({ command, args, env }: ServerStart, platform: NodeJS.Platform): string {
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const words = ['claude', 'mcp', 'add', 'tokenscope', ...variables, '--', command, ...args];
  return words.map((word) => quoted(word, platform)).join(' ');
}

/** As a shell takes it as one word. No path of Windows has a double quote in it, and its shells take no others alike. */
function quoted(word: string, platform: NodeJS.Platform): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  return platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A string of JSON is a basic string of TOML, but for DEL, which JSON does not escape. */
function toml({ command, args, env }: ServerStart): string {
  const text = (value: string) => JSON.stringify(value).replaceAll('\u007F', '\\u007F');
  const variables = Object.entries(env).map(([name, value]) => `${name} = ${text(value)}`);
  return [
    '[mcp_servers.tokenscope]',
    `command = ${text(command)}`,
    `args = [${args.map(text).join(', ')}]`,
    ...(variables.length > 0 ? [`env = { ${variables.join(', ')} }`] : []),
    '',
  ].join('\n');
}
