// The one list of the tools: what VS Code, the MCP server and package.json offer.
import type { AgentTool } from './agentTool.ts';
import { countTokens } from './countTokens.ts';
import { fileSurprisal } from './fileSurprisal.ts';
import { nextTokensTool } from './nextTokens.ts';
import { whatFills } from './whatFills.ts';
import { whatMattered } from './whatMattered.ts';

export const AGENT_TOOLS = [
  countTokens,
  whatFills,
  fileSurprisal,
  nextTokensTool,
  whatMattered,
] as unknown as readonly AgentTool[];
