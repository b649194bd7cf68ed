// What files had at the last commit: those that differ are counted as they were. Knows no tokenizer.
import { dirname } from 'node:path';
import picomatch from 'picomatch';
import type { ContextLeftOut, ContextNode } from '../contract/contextReport.ts';
import type { CountedFile } from './countFile.ts';
import type { SizedFile } from './countFiles.ts';
import { type CommittedFile, lastCommit } from './lastCommit.ts';
import { nameBelow } from './nameBelow.ts';
import { deletedNode, withBefore } from './withBefore.ts';

/** The last commit below each chosen path; without those that are in none. */
export type Commits = ReadonlyMap<string, ReadonlyMap<string, CommittedFile>>;

export async function commitsOf(files: readonly SizedFile[], roots: readonly string[]): Promise<Commits> {
  const alone = new Set(files.filter(({ path, root }) => path === root).map(({ path }) => path));
  const found = new Map<string, ReadonlyMap<string, CommittedFile>>();
  for (const root of roots) {
    const commit = await lastCommit(alone.has(root) ? dirname(root) : root);
    if (commit) found.set(root, commit);
  }
  return found;
}

export interface NotNow {
  readonly files: readonly SizedFile[];
  readonly leftOut: readonly ContextLeftOut[];
  readonly exclude: readonly string[];
  readonly mostBytes: number;
  /** Of files that were chosen by name. */
  readonly mostChosenBytes: number;
}

/** The files that are to be counted as they were committed: those that differ now, and those that are gone. */
export function filesThen(
  counted: readonly (CountedFile | undefined)[],
  commits: Commits,
  { files, leftOut, exclude, mostBytes, mostChosenBytes }: NotNow,
): readonly SizedFile[] {
  const then = (path: string, root: string, committed: CommittedFile): readonly SizedFile[] =>
    committed.isLink || committed.size > (path === root ? mostChosenBytes : mostBytes)
      ? []
      : [{ path, root, committed, asCommitted: true, size: committed.size }];
  const differing = files.flatMap((file, i) =>
    file.committed && counted[i]?.node && !counted[i].unchanged ? then(file.path, file.root, file.committed) : [],
  );
  const here = new Set([...files, ...leftOut].map(({ path }) => path));
  const isExcluded = picomatch([...exclude], { dot: true });
  const folders = leftOut.map(({ path }) => path);
  const isLeftOut = (path: string, root: string): boolean =>
    path.length > root.length &&
    (here.has(path) || isExcluded(nameBelow(root, path)) || isLeftOut(dirname(path), root));
  const gone = [...commits].flatMap(([root, commit]) =>
    folders.includes(root) || files.some(({ path }) => path === root)
      ? []
      : [...commit.values()].flatMap((file) => (isLeftOut(file.path, root) ? [] : then(file.path, root, file))),
  );
  return [...differing, ...gone];
}

/** The nodes of files with what they had then, and behind them those of files that are gone. */
export function nodesSince(
  files: readonly SizedFile[],
  counted: readonly (CountedFile | undefined)[],
  commits: Commits,
  then: readonly (CountedFile | undefined)[],
): readonly ContextNode[] {
  const before = new Map(then.flatMap((file) => (file?.node ? [[file.node.id, file.node] as const] : [])));
  const now = files.flatMap(({ root }, i) => {
    const file = counted[i];
    if (!file?.node) return [];
    const { node, unchanged } = file;
    return [commits.has(root) ? withBefore(node, unchanged ? node : before.get(node.id)) : node];
  });
  const here = new Set(now.map(({ id }) => id));
  return [...now, ...[...before.values()].filter(({ id }) => !here.has(id)).map(deletedNode)];
}
