// What CLAUDE.md and the like import: @path in the text reads that file, too (Claude Code's documentation, "CLAUDE.md
// imports"; Gemini CLI has the same). Knows no tokens.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { agentFileOf } from './agentFiles.ts';
import { nameBelow } from './nameBelow.ts';
import type { FoundFile } from './scan.ts';

/** As in Claude Code. */
const MOST_HOPS = 5;
const MOST_BYTES = 1_000_000;
const CODE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1|`[^`\n]*`/gm;
const IMPORT = /(?:^|\s)@([^\s@`'"]+)/g;

/** The imported files among those that were found, with the agent's file by which each is read first. */
export async function importsIn(files: readonly FoundFile[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map(files.map((file) => [file.path, file]));
  const imported = new Map<string, string>();
  const follow = async (path: string, by: string, hops: number): Promise<void> => {
    for (const target of await targetsIn(path)) {
      const file = found.get(target);
      if (!file || target === by || imported.has(target) || isFolderFile(file)) continue;
      imported.set(target, by);
      if (hops < MOST_HOPS) await follow(target, by, hops + 1);
    }
  };
  for (const file of files) if (isFolderFile(file)) await follow(file.path, file.path, 1);
  return imported;
}

async function targetsIn(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.length > MOST_BYTES) return [];
  // A full stop behind the path ends the sentence.
  return Array.from(text.replace(CODE, ' ').matchAll(IMPORT), ([, target]) =>
    resolve(dirname(path), target.replace(/[.,;:!?)]+$/, '')),
  );
}

function isFolderFile({ path, root, size }: FoundFile): boolean {
  return size <= MOST_BYTES && agentFileOf(nameBelow(root, path))?.kind === 'folder';
}
