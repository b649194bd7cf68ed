// The one place where a path that a model wrote becomes a file that is read: only inside the roots, with every link
// followed first. Knows no tool.
import { realpath, stat } from 'node:fs/promises';
import * as native from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentChoices } from './agentTool.ts';
import { Refusal } from './refusal.ts';

/** Windows has the longest paths. */
export const MOST_PATH = 32_767;

export interface ConfinedPath {
  /** Without links, so that it is what is opened. */
  readonly real: string;
  /** As answers name it: relative to its root, behind the root's name where there are several, with slashes. */
  readonly shown: string;
  readonly isFolder: boolean;
  /** The root that it lies in, without links. */
  readonly root: string;
}

/** Fails with a Refusal. */
export async function confined(
  written: string,
  { roots, withoutRoots }: Pick<AgentChoices, 'roots' | 'withoutRoots'>,
): Promise<ConfinedPath> {
  if (roots.length === 0) throw new Refusal(withoutRoots);
  if (written === '' || written.includes('\0')) throw new Refusal(`${JSON.stringify(written)} names no file.`);
  const realRoots = await Promise.all(roots.map(realRoot));
  for (const candidate of candidates(written, roots)) {
    const real = await realpath(candidate).catch(absent);
    if (real === undefined) continue;
    const root = realRoots.find((one) => one !== undefined && isInside(one, real));
    if (root === undefined) throw new Refusal(outside(written, roots));
    const named = (await stat(real)).isDirectory();
    return { real, root, isFolder: named, shown: shownPath(root, real, roots.length > 1) };
  }
  if (isOutside(written, roots)) throw new Refusal(outside(written, roots));
  throw new Refusal(
    `There is no ${JSON.stringify(written)} in ${roots.join(', ')}. List the folder to see what is there.`,
  );
}

async function realRoot(root: string): Promise<string | undefined> {
  return await realpath(root).catch(absent);
}

/** Nothing is there, or nothing that may be looked at. ENAMETOOLONG, ELOOP and the like are no files either. */
function absent(): undefined {
  return undefined;
}

/** Where the path may lead, the most literal first. */
function candidates(written: string, roots: readonly string[]): readonly string[] {
  const path = written.startsWith('file:') ? pathOfUrl(written) : written;
  const spellings = new Set([path, ...(native.sep === '/' ? [path.replaceAll('\\', '/')] : [])]);
  return [...spellings].flatMap((one) =>
    native.isAbsolute(one)
      ? [one]
      : [...roots.map((root) => native.join(root, one)), ...roots.flatMap((root) => behindName(root, one))],
  );
}

function pathOfUrl(written: string): string {
  try {
    return fileURLToPath(written);
  } catch {
    throw new Refusal(`${JSON.stringify(written)} is no path of a file on this machine.`);
  }
}

/** app/src/a.ts of the root /home/me/app, as VS Code names files where several folders are open. */
function behindName(root: string, path: string): readonly string[] {
  const [first, ...rest] = path.split(/[\\/]/);
  return first === native.basename(root) ? [native.join(root, ...rest)] : [];
}

function isOutside(written: string, roots: readonly string[]): boolean {
  return !candidates(written, roots).some((candidate) =>
    roots.some((root) => isInside(native.resolve(root), native.resolve(candidate))),
  );
}

/** Whether a path is the folder or lies in it, by the rules of the system that they are of. Both are absolute. */
export function isInside(folder: string, path: string, { relative, isAbsolute, sep } = native as PathRules): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
type PathRules = Pick<typeof native, 'relative' | 'isAbsolute' | 'sep'>;

function shownPath(root: string, real: string, several: boolean): string {
  const way = native.relative(root, real).replaceAll(native.sep, '/');
  if (!several) return way || '.';
  return way ? `${native.basename(root)}/${way}` : native.basename(root);
}

function outside(written: string, roots: readonly string[]): string {
  return `${JSON.stringify(written)} is not in the workspace, and nothing else is read. The workspace is ${roots.join(', ')}; links out of it do not count.`;
}
