// Types into a long document inside the extension host, and writes down what each key costs it. Knows no extension.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

const WORDS = 12;
const WORD = 'measured ';
/** A quick typist's time between two keys. */
const KEY_MS = 120;
/** Behind a word: what waits for a rest begins. */
const REST_MS = 1500;
/** What follows the document goes on with it after it was opened and after the caret has moved: typists do not wait either. */
const OPENED_MS = 10_000;
const MOVED_MS = 1000;

/** In milliseconds. */
interface Cost {
  /** How long the host was busy, which is also longer where other processes have its processor. */
  readonly busy: number;
  /** The processor's time that its thread took. */
  readonly processor: number;
}

export interface KeyCosts {
  /** From a key within a word to the next. */
  readonly keys: readonly Cost[];
  /** From the last key of a word to the end of the rest behind it. */
  readonly rests: readonly Cost[];
}

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? '';
  const document = await vscode.workspace.openTextDocument(join(folder, 'long.md'));
  const editor = await vscode.window.showTextDocument(document);
  await setTimeout(OPENED_MS);
  const costs = { keys: [] as Cost[], rests: [] as Cost[] };
  for (let word = 0; word < WORDS; word++) {
    const line = Math.floor((document.lineCount * (word + 0.5)) / WORDS);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
    await setTimeout(MOVED_MS);
    for (const text of WORD) {
      const isLast = text === ' ';
      const cost = measuredCost();
      await vscode.commands.executeCommand('type', { text });
      await setTimeout(isLast ? REST_MS : KEY_MS);
      (isLast ? costs.rests : costs.keys).push(cost());
    }
  }
  await writeFile(join(folder, 'costs.json'), JSON.stringify(costs));
}

/** Returns what was spent since. */
function measuredCost(): () => Cost {
  const busy = performance.eventLoopUtilization();
  const processor = threadCpuUsage();
  return () => {
    const { user, system } = threadCpuUsage(processor);
    return { busy: performance.eventLoopUtilization(busy).active, processor: (user + system) / 1000 };
  };
}

/** Node has it since 23.9; VS Code's hosts are newer, and the types here are those of the oldest Node that is supported. */
function threadCpuUsage(since?: NodeJS.CpuUsage): NodeJS.CpuUsage {
  const { threadCpuUsage: measured } = process as typeof process & { threadCpuUsage: typeof process.cpuUsage };
  return measured.call(process, since);
}
