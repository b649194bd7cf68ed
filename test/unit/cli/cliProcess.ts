// Runs `npm run explain` as a process, for tests.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import type { Ended } from '../../../src/cli/runCommand.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');

export async function cli(...args: readonly string[]): Promise<Ended> {
  return await new Promise((done) => {
    execFile(process.execPath, ['src/cli/cli.ts', ...args], { cwd: ROOT, maxBuffer: 1e9 }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
