// What the last commit of a folder's repository holds, asked of git without anything of the workspace being run: no hooks, no
// monitor, no filters, no fetching, and nothing is written. Knows no tokens.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

/** A file as it was committed. */
export interface CommittedFile {
  readonly path: string;
  readonly object: string;
  readonly size: number;
  /** A link is committed as the path that it leads to. */
  readonly isLink: boolean;
}

const SAFELY = [
  '--no-optional-locks',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
];
/** A list of a million files. */
const MOST_LISTED = 200_000_000;
const LIST_MS = 30_000;

/** By path; undefined where the folder is in no repository, there is no commit, or no git. */
export async function lastCommit(folder: string): Promise<ReadonlyMap<string, CommittedFile> | undefined> {
  const list = [...SAFELY, 'ls-tree', '-r', '-l', '-z', 'HEAD'];
  const options = { cwd: folder, env: environment(), maxBuffer: MOST_LISTED, timeout: LIST_MS, windowsHide: true };
  const listed = await promisify(execFile)('git', list, options).catch(() => undefined);
  if (!listed) return undefined;
  const files = listed.stdout.split('\0').flatMap((line): CommittedFile[] => {
    const [, mode, object, size, name] = /^(\d+) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
    if (name === undefined) return []; // a submodule, or the end
    return [{ path: join(folder, name.split('/').join(sep)), object, size: Number(size), isLink: mode === '120000' }];
  });
  return new Map(files.map((file) => [file.path, file]));
}

/** The contents of committed files, in the order of their objects; undefined where one is not there. Blocks. */
export function committedBytes(
  folder: string,
  objects: readonly string[],
  most: number,
): readonly (Buffer | undefined)[] {
  let out: Buffer;
  try {
    out = execFileSync('git', [...SAFELY, 'cat-file', '--batch'], {
      cwd: folder,
      env: environment(),
      input: `${objects.join('\n')}\n`,
      maxBuffer: most,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
  } catch {
    return objects.map(() => undefined);
  }
  let at = 0;
  return objects.map(() => {
    const lineEnd = out.indexOf('\n', at);
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(out.toString('latin1', at, lineEnd)) ?? [];
    const start = lineEnd + 1;
    at = size === undefined ? start : start + Number(size) + 1;
    return size === undefined ? undefined : out.subarray(start, start + Number(size));
  });
}

/** The name that git gives to a file with these contents, with hashes of as many digits as `like`. */
export function objectName(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Without what would lead git to another repository, and with what keeps it from asking or fetching. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}
