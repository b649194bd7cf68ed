// The tools as an MCP server: which there are, and what a call of one answers. Knows no process.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  type CallToolRequest,
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { AgentTool } from '../agents/agentTool.ts';
import { AGENT_TOOLS } from '../agents/allTools.ts';
import type { AnswerCall } from '../agents/answerCall.ts';

const INSTRUCTIONS =
  'Tokenscope runs a language model on this machine and shows how it reads text: token counts, what fills a context, surprisal, next-token probabilities, which parts of a prompt mattered. Everything is read-only and nothing is sent anywhere. Numbers say whose model or tokenizer they are of, and whether they were computed or measured by running again.';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export function toolServer(version: string, answerCall: AnswerCall): Server {
  const server = new Server(
    { name: 'tokenscope', title: 'Tokenscope', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: AGENT_TOOLS.map(listed) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = AGENT_TOOLS.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `there is no tool ${JSON.stringify(params.name)}`);
    return await called(tool, params, extra, answerCall);
  });
  return server;
}

function listed({ name, title, description, inputSchema, outputSchema }: AgentTool): Tool {
  const annotations = { title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
  return {
    name,
    title,
    description,
    annotations,
    ...({ inputSchema, outputSchema } as unknown as Pick<Tool, 'inputSchema' | 'outputSchema'>),
  };
}

async function called(
  tool: AgentTool,
  { arguments: input, _meta }: CallToolRequest['params'],
  { signal, sendNotification }: Extra,
  answerCall: AnswerCall,
): Promise<CallToolResult> {
  const token = _meta?.progressToken;
  const progress = (done: number, total: number, what: string) => {
    if (token === undefined || signal.aborted) return;
    const params = { progressToken: token, progress: done, total, message: `${done} of ${total} ${what}` };
    void sendNotification({ method: 'notifications/progress', params }).catch(() => {}); // the client may have gone
  };
  const outcome = await answerCall(tool, input, { signal, progress: increasing(progress) });
  const content = [{ type: 'text' as const, text: outcome.text }];
  return outcome.ok ? { content, structuredContent: { ...outcome.data } } : { content, isError: true };
}

/** The protocol wants each progress to be more than the one before. */
function increasing(report: (done: number, of: number, what: string) => void): typeof report {
  let last = -1;
  return (done, of, what) => {
    if (done <= last) return;
    last = done;
    report(done, of, what);
  };
}
