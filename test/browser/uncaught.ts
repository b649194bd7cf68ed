// What nobody caught: in the pages of the workbench and its webviews, in the extension host, and in the engine's processes.
// Knows no test.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../../scripts/workbench/workbench.ts';

/** What is ours of what a page complained about; VS Code has complaints of its own. */
export function uncaughtInPages(workbenches: readonly Workbench[]): readonly string[] {
  return workbenches.flatMap(({ errors }) => errors).filter((error) => /tokenscope|script-src|style-src/i.test(error));
}

/** The extension that listens in the extension host, and the environment that tells it where to write. */
export const LISTENER = join(import.meta.dirname, 'listener');
export const recording = (file: string): Readonly<Record<string, string>> => ({ UNCAUGHT_FILE: file });

/** What is ours of what recordUncaught.mjs wrote. Throws where it has not heard of the program whose name is given. */
export function uncaughtInProcesses(file: string, heardOf: string): readonly string[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!lines.includes(heardOf)) throw new Error(`nobody listened to ${heardOf}`);
  return uncaughtOf(lines);
}

interface Line {
  readonly process: number;
  readonly program: string;
  readonly thrown?: string;
  /** A number that the rejection has in its process. */
  readonly rejected?: number;
  /** It was caught in the end. */
  readonly handled?: number;
}

/** What is ours of the lines that recordUncaught.mjs wrote. */
export function uncaughtOf(lines: string): readonly string[] {
  const all = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));
  const caught = new Set(
    all.filter(({ handled }) => handled !== undefined).map((one) => `${one.process} ${one.handled}`),
  );
  return all
    .filter((one) => one.thrown !== undefined && !caught.has(`${one.process} ${one.rejected}`) && isOurs(one))
    .map(({ program, thrown }) => `${program}: ${thrown}`);
}

/** The engine is a program of ours; in the extension host a stack tells, and only our failures are thrown without one. */
function isOurs({ program, thrown = '' }: Line): boolean {
  if (thrown.startsWith('Canceled: ')) return false; // whatever the host was asked when its window was closed
  return /engine\.js/.test(program) || /^\s+at .*tokenscope/im.test(thrown) || thrown.startsWith('{"code":');
}
