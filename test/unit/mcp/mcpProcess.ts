// The MCP server as agents start it: the built program, over standard input and output, asked by the SDK's own client.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const PROGRAM = join(ROOT, 'dist/mcp.js');

export interface StartedServer {
  readonly client: Client;
  readonly transport: StdioClientTransport;
  /** What it printed to standard error. */
  readonly log: () => string;
  call(name: string, input: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<CallToolResult>;
  /** The text of an answer that is none. */
  refusal(name: string, input: Readonly<Record<string, unknown>>): Promise<string>;
}

type CallOptions = Parameters<Client['callTool']>[2];

/** It ends with the test. */
export async function startServer(
  t: Pick<TestContext, 'after'>,
  args: readonly string[],
  { client = newClient(), node = process.execPath }: { readonly client?: Client; readonly node?: string } = {},
): Promise<StartedServer> {
  const transport = new StdioClientTransport({ command: node, args: [PROGRAM, ...args], stderr: 'pipe' });
  t.after(() => client.close());
  let log = '';
  transport.stderr?.on('data', (data) => {
    log += String(data);
  });
  await client.connect(transport);
  const call: StartedServer['call'] = async (name, input, options) =>
    (await client.callTool({ name, arguments: input }, undefined, options)) as CallToolResult;
  const refusal: StartedServer['refusal'] = async (name, input) => {
    const answer = await call(name, input);
    assert.equal(answer.isError, true, textOf(answer));
    assert.equal(answer.structuredContent, undefined);
    return textOf(answer);
  };
  return { client, transport, log: () => log, call, refusal };
}

export function newClient(): Client {
  return new Client({ name: 'tokenscope-test', version: '1.0.0' });
}

export function textOf({ content }: CallToolResult): string {
  const [first] = content;
  return first.type === 'text' ? first.text : assert.fail(first.type);
}
