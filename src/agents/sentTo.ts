// Whether a call leaves this machine: where the user lets a server run the model. Knows neither VS Code nor MCP.
import type { EngineOptions } from '../contract/engineOptions.ts';
import { remoteHost } from '../contract/remoteAddress.ts';
import type { AgentTool } from './agentTool.ts';

/** The host[:port] that gets to see numbers of a call of this tool, from which its text can be recovered. */
export function sentTo({ runsModel }: Pick<AgentTool, 'runsModel'>, options: EngineOptions): string | undefined {
  return runsModel ? remoteHost(options) : undefined;
}

/** An answer that says so. */
export function withSentTo(text: string, host: string | undefined): string {
  if (host === undefined) return text;
  return `The model was run by the remote engine ${host}, which the user has set: token ids and vectors of the text were sent there.\n${text}`;
}
