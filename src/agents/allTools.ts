// The one list of the tools: what VS Code, the MCP server and package.json offer.
import type { AgentTool } from './agentTool.ts';
import { countTokens } from './countTokens.ts';

export const AGENT_TOOLS = [countTokens] as unknown as readonly AgentTool[];
