// Folders as tests need them, and what a report says of them by name.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after } from 'node:test';
import { contextReport } from '../../../src/context/contextReport.ts';
import type { ContextNode, ContextReport, ContextRequest } from '../../../src/contract/contextReport.ts';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { TINY } from '../engine/engineProcess.ts';

/** Each report loads it in a thread of its own: one of 50,000 tokens would take longer than all else. */
export const TOKENIZER = { kind: 'folder', folder: TINY } as const;
export const { count } = await loadTokenizer(TINY);

/** A new folder with these files, until the tests are through. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'context-')));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export async function reportOf(folder: string, more: Partial<ContextRequest> = {}): Promise<ContextReport> {
  return await contextReport({ roots: [folder], tokenizer: TOKENIZER, ...more });
}

/** All nodes, each before its children. */
export function flat(nodes: readonly ContextNode[]): readonly ContextNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children)]);
}

/** The names of the counted files. */
export function counted(report: ContextReport, folder: string): readonly string[] {
  return flat(report.nodes).flatMap(({ kind, id }) => (kind === 'file' ? [nameIn(folder, id)] : []));
}

export function leftOut(report: ContextReport, folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(report.leftOut.map(({ path, why }) => [nameIn(folder, path), why]));
}

function nameIn(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}
