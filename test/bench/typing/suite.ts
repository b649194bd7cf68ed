// Types into a long document inside the extension host, and writes down how busy each key keeps it. Knows no extension.
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

/** How long the host was busy, in milliseconds. */
export interface KeyTimes {
  /** From a key within a word to the next. */
  readonly keys: readonly number[];
  /** From the last key of a word to the end of the rest behind it. */
  readonly rests: readonly number[];
}

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? '';
  const document = await vscode.workspace.openTextDocument(join(folder, 'long.md'));
  const editor = await vscode.window.showTextDocument(document);
  await setTimeout(OPENED_MS);
  const times = { keys: [] as number[], rests: [] as number[] };
  for (let word = 0; word < WORDS; word++) {
    const line = Math.floor((document.lineCount * (word + 0.5)) / WORDS);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
    await setTimeout(MOVED_MS);
    for (const text of WORD) {
      const isLast = text === ' ';
      const before = performance.eventLoopUtilization();
      await vscode.commands.executeCommand('type', { text });
      await setTimeout(isLast ? REST_MS : KEY_MS);
      (isLast ? times.rests : times.keys).push(performance.eventLoopUtilization(before).active);
    }
  }
  await writeFile(join(folder, 'times.json'), JSON.stringify(times));
}
