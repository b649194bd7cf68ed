// `npm run explain` without its process, for tests of what it says: all commands of a file ask one engine, which opens a model
// once. That a process says it, too, and ends as it should, is tested in cli.test.ts.
import { after } from 'node:test';
import { type Ended, runCommand } from '../../../src/cli/runCommand.ts';
import { startEngine } from '../engine/engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

export async function said(...args: readonly string[]): Promise<Ended> {
  const { code, out, err } = await runCommand(engine, args);
  return { code, out: printed(out), err: printed(err) };
}

function printed(text: string): string {
  return text && `${text}\n`;
}
