// npm run explain: the same engine without VS Code, for scripts and bug reports. It also shows that the engine needs no
// editor.
import { resolve } from 'node:path';
import { createEngineClient } from '../engine/client.ts';
import { spawnEngine } from '../engine/spawn.ts';
import { runCommand } from './runCommand.ts';

const client = createEngineClient({
  spawn: () => spawnEngine(resolve(import.meta.dirname, '../engine/server.ts'), console.error),
  log: () => {},
});
const { code, out, err } = await runCommand(client, process.argv.slice(2));
if (out) console.log(out);
if (err) console.error(err);
process.exitCode = code;
client.dispose();
