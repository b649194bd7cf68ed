// npm run agent-examples: writes into docs/agents.md what the tools answer to the calls that stand there, asked over MCP as
// an agent would. A test holds the page to the same. `npm run package` builds what it asks.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

const ROOT = resolve(import.meta.dirname, '..');
export const PAGE = join(ROOT, 'docs/agents.md');
const PROJECT = join(ROOT, 'test/unit/mcp/project');
/** The heading names the tool; a block of JSON is a call, and the block of text behind it the answer. */
const EXAMPLE = /^### `(\w+)`$|^```json call\n(.*?)\n```\n\n```text\n(.*?)\n```$/gms;

/** The page with the answers of today. */
export async function withAnswers(page: string): Promise<string> {
  const client = new Client({ name: 'tokenscope-examples', version: '1.0.0' });
  const args = [join(ROOT, 'dist/mcp.js'), '--root', PROJECT];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }));
  try {
    let tool = '';
    let written = '';
    let end = 0;
    for (const { 0: whole, 1: name, 2: call, index } of page.matchAll(EXAMPLE)) {
      tool = name ?? tool;
      const answer =
        call === undefined
          ? whole
          : `\`\`\`json call\n${call}\n\`\`\`\n\n\`\`\`text\n${await answerOf(client, tool, call)}\n\`\`\``;
      written += page.slice(end, index) + answer;
      end = index + whole.length;
    }
    return written + page.slice(end);
  } finally {
    await client.close();
  }
}

async function answerOf(client: Client, name: string, call: string): Promise<string> {
  const { content } = (await client.callTool({ name, arguments: JSON.parse(call) })) as CallToolResult;
  return content.map((part) => (part.type === 'text' ? part.text : part.type)).join('\n');
}

if (import.meta.main) writeFileSync(PAGE, await withAnswers(readFileSync(PAGE, 'utf8')));
