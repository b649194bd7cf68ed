// Which files below the chosen paths are counted: walks folders, and follows links within them. Nothing is opened but
// .gitignore. Knows no text.
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import picomatch from 'picomatch';
import type { ContextLeftOut } from '../contract/contextReport.ts';
import { GitIgnore } from './gitIgnore.ts';
import { nameBelow } from './nameBelow.ts';

/** More than the largest repositories have that anybody gives to an agent. */
export const MOST_FILES = 200_000;

export interface FoundFile {
  readonly path: string;
  /** The chosen path below which it is, or which it is itself. */
  readonly root: string;
  readonly size: number;
}

export interface Scan {
  /** In the order of the roots, then by name as the tree shows them: folders first. */
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly ContextLeftOut[];
}

export interface ScanOptions {
  /** Globs, relative to the root. */
  readonly exclude: readonly string[];
  readonly mostBytes: number;
  /** Of a root that is a file; mostBytes where it is not given. */
  readonly mostChosenBytes?: number;
  readonly mostFiles?: number;
  readonly signal?: AbortSignal;
}

/** Fails with nothing: what cannot be read is left out by name. Once the signal is aborted, it gives what it has found. */
export async function scan(roots: readonly string[], options: ScanOptions): Promise<Scan> {
  const walk = new Walk(roots, await Promise.all(roots.map(realOf)), options);
  for (const root of roots) await walk.root(root);
  return walk.found;
}

/** A folder on the way down. */
interface Folder {
  readonly path: string;
  /** Without links, and those of all folders around it. */
  readonly realPaths: readonly string[];
  readonly rules: GitIgnore;
}

class Walk {
  readonly found: { readonly files: FoundFile[]; readonly leftOut: ContextLeftOut[] } = { files: [], leftOut: [] };
  readonly #realRoots: readonly string[];
  readonly #isExcluded: (path: string) => boolean;
  readonly #options: ScanOptions;
  readonly #chosen: ReadonlySet<string>;
  /** Folders that a link has led to. Without that, folders that link to one another are walked in every order. */
  readonly #linked = new Set<string>();
  #root = '';

  constructor(roots: readonly string[], realRoots: readonly string[], options: ScanOptions) {
    this.#chosen = new Set(roots);
    this.#realRoots = realRoots;
    this.#options = options;
    this.#isExcluded = picomatch([...options.exclude], { dot: true });
  }

  async root(path: string): Promise<void> {
    this.#root = path;
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof found !== 'object') this.#leaveOut(path, found === 'ENOENT' ? 'deleted' : 'unreadable');
    else if (!found.isDirectory()) this.#take(path, found, this.#options.mostChosenBytes);
    else {
      const above = await GitIgnore.above(path);
      const rules = above.ignores(path, true) ? GitIgnore.none : above; // it was chosen all the same
      await this.#walk({ path, realPaths: [await realOf(path)], rules });
    }
  }

  async #walk({ path, realPaths, rules: outer }: Folder): Promise<void> {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
    if (!entries) return this.#leaveOut(path, 'unreadable');
    const rules = await outer.within(path);
    for (const entry of entries.toSorted(byName)) {
      if (this.#options.signal?.aborted) return;
      await this.#enter(entry, { path, realPaths, rules });
    }
  }

  async #enter(entry: Dirent, folder: Folder): Promise<void> {
    const path = join(folder.path, entry.name);
    if (entry.name === '.git' || (path !== this.#root && this.#chosen.has(path))) return; // a root has its own turn
    const link = entry.isSymbolicLink();
    const found = await (link ? stat(path) : lstat(path)).catch(() => undefined);
    if (!found) return this.#leaveOut(path, link ? 'unreadable' : 'deleted');
    const name = nameBelow(this.#root, path);
    // Git knows a link as a file, wherever it leads.
    const ignored = folder.rules.ignores(path, found.isDirectory() && !link);
    if (ignored || this.#isExcluded(name)) return this.#leaveOut(path, 'ignored', found);
    const real = link ? await realOf(path) : join(folder.realPaths[0], entry.name);
    if (link && !this.#realRoots.some((root) => isWithin(real, root))) return this.#leaveOut(path, 'link-outside');
    if (!found.isDirectory()) return this.#take(path, found);
    if (link && (folder.realPaths.includes(real) || this.#linked.has(real))) return this.#leaveOut(path, 'link-circle');
    if (link) this.#linked.add(real);
    await this.#walk({ path, realPaths: [real, ...folder.realPaths], rules: folder.rules });
  }

  #take(path: string, found: Stats, mostBytes = this.#options.mostBytes): void {
    const { files } = this.found;
    // A pipe or a device is never opened: reading it would not end.
    if (!found.isFile()) this.#leaveOut(path, 'unreadable');
    else if (found.size > mostBytes) this.#leaveOut(path, 'huge', found);
    else if (files.length >= (this.#options.mostFiles ?? MOST_FILES)) this.#leaveOut(path, 'too-many', found);
    else files.push({ path, root: this.#root, size: found.size });
  }

  #leaveOut(path: string, why: ContextLeftOut['why'], found?: Stats): void {
    this.found.leftOut.push({ path, why, size: found?.isFile() ? found.size : undefined });
  }
}

function byName(a: Dirent, b: Dirent): number {
  const folders = Number(b.isDirectory()) - Number(a.isDirectory());
  return folders || (a.name < b.name ? -1 : 1);
}

/** The path without links; itself where there is nothing. */
async function realOf(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
