// The folders that files are read in, where none was named: those that the client has open, if it says. Knows no file.
import { fileURLToPath } from 'node:url';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';

/** A client that does not answer is not waited for long: every call asks. */
const PATIENCE_MS = 5_000;

export async function clientRoots(server: Server): Promise<readonly string[]> {
  if (!server.getClientCapabilities()?.roots) return [];
  try {
    const { roots } = await server.listRoots({}, { timeout: PATIENCE_MS });
    return roots.map(({ uri }) => fileURLToPath(uri)); // the SDK takes no others than files
  } catch {
    return []; // it has none, after all
  }
}
