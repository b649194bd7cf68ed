// The main file of the MCP server, which an agent starts and talks to over standard input and output. It ends when the agent
// has gone, and so do the engine's processes. Only messages of the protocol may go to standard output; all else is for
// standard error.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { AgentChoices } from '../agents/agentTool.ts';
import { callAnswerer } from '../agents/answerCall.ts';
import { clientRoots } from './clientRoots.ts';
import { LazyEngines } from './lazyEngines.ts';
import { type ServerArguments, serverArguments, USAGE } from './serverArguments.ts';
import { toolServer } from './toolServer.ts';
import { wholeLines } from './wholeLines.ts';

/** The extension's folder, in which this is dist/mcp.js. */
const ROOT = join(import.meta.dirname, '..');
const EMBEDDED = join(ROOT, 'media', 'model');
/** A text of 4 million characters has up to 24 MB as JSON; a longer line ends the connection. */
const MOST_LINE_BYTES = 32_000_000;
const WITHOUT_ROOTS =
  'This server was given no folder, so that it reads no files. Give the text itself, or ask the user to start the server with --root and the folder.';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const log = (line: string) => console.error(line);
const given = argumentsOrExit();
const engines = new LazyEngines(join(import.meta.dirname, 'engine.js'), given.idleMs, log);
const { engine, counter } = engines;
const nameOf = (folder: string) => (folder === EMBEDDED ? "Tokenscope's embedded model" : basename(folder));
const answer = callAnswerer({ engine, counter, nameOf, choices }, log as (error: unknown) => void);
const server = toolServer(version, (tool, input, options) => engines.during(() => answer(tool, input, options)));

server.onclose = end;
server.onerror = (error) => log(error.message);
for (const event of ['end', 'close', 'error']) process.stdin.on(event, end);
process.stdout.on('error', end); // nobody reads any longer
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
const lines = process.stdin.pipe(wholeLines(MOST_LINE_BYTES));
await server.connect(new StdioServerTransport(lines, process.stdout, { maxBufferSize: MOST_LINE_BYTES }));

async function choices(): Promise<AgentChoices> {
  const { modelFolder, engineOptions, tokenizer, roots } = given;
  const asked = roots.length > 0 ? roots : await clientRoots(server);
  const files = { roots: asked, exclude: [], withoutRoots: WITHOUT_ROOTS };
  return { modelFolder, embeddedModel: EMBEDDED, engineOptions, tokenizer, ...files };
}

function argumentsOrExit(): ServerArguments {
  try {
    return serverArguments(process.argv.slice(2), EMBEDDED);
  } catch (error) {
    log(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function end(): void {
  engines.dispose();
  process.exit(0);
}
