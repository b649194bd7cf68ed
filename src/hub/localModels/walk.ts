// Goes through a folder and the folders below it, within bounds: so many entries, so deep, and no folder twice, however
// links lead. Folders that are not there are passed over, those that may not be read are noted. Knows no model.
import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelled } from '../retry.ts';

/** Stores of models have hundreds of files; a folder with more than this is something else. */
const MAX_ENTRIES = 20_000;

export interface FoundFile {
  readonly folder: string;
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** A folder that the file system keeps from us. */
export interface UnreadableFolder {
  readonly folder: string;
  /** What the file system says. */
  readonly problem: string;
}

export class Walk {
  readonly unreadable: UnreadableFolder[] = [];
  readonly #signal: AbortSignal;
  readonly #seen = new Set<string>();
  #left: number;

  constructor(signal: AbortSignal, entriesAtMost = MAX_ENTRIES) {
    this.#signal = signal;
    this.#left = entriesAtMost;
  }

  /** Whether there were more entries than it looks at. */
  get isCut(): boolean {
    return this.#left < 0;
  }

  /** The files of the folder and of those up to `depth` below it that are wanted, by name. Fails with cancelled. */
  async filesBelow(folder: string, depth: number, isWanted: (name: string) => boolean): Promise<readonly FoundFile[]> {
    const real = await realpath(folder).catch((error) => this.#note(folder, error));
    if (real === undefined || this.#seen.has(real)) return [];
    this.#seen.add(real);
    const found: FoundFile[] = [];
    for (const entry of await this.#entries(folder)) {
      const path = join(folder, entry.name);
      // Links are followed, since programs link the files of one another; what is behind one may be gone.
      const kind = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
      if (kind.isDirectory() && depth > 0) found.push(...(await this.filesBelow(path, depth - 1, isWanted)));
      else if (kind.isFile() && isWanted(entry.name)) found.push(...(await fileAt(folder, entry.name)));
    }
    return found;
  }

  async #entries(folder: string): Promise<readonly Dirent[]> {
    const entries: Dirent[] = [];
    try {
      for await (const entry of await opendir(folder)) {
        if (this.#signal.aborted) throw cancelled();
        this.#left -= 1;
        if (this.isCut) break;
        entries.push(entry);
      }
    } catch (error) {
      if (this.#signal.aborted) throw cancelled();
      this.#note(folder, error as NodeJS.ErrnoException);
    }
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What is not there at all is no problem: most programs are not installed. */
  #note(folder: string, { code, message }: NodeJS.ErrnoException): undefined {
    if (code === 'EACCES' || code === 'EPERM') this.unreadable.push({ folder, problem: message });
  }
}

async function fileAt(folder: string, name: string): Promise<readonly FoundFile[]> {
  const stats = await stat(join(folder, name)).catch(() => undefined);
  return stats?.isFile() ? [{ folder, name, bytes: stats.size, modifiedMs: stats.mtimeMs }] : [];
}
