// What git ignores: .gitignore in every folder from the top of the repository down, and its .git/info/exclude. Git itself is
// not started, so that this also holds in a workspace that is not trusted. What the user's own git configuration ignores
// everywhere (core.excludesFile) is not known here.
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

const MOST_BYTES = 1_000_000;
/** A file of a few lines names the repository of a work tree. */
const MOST_LINK_BYTES = 10_000;
/**
 * A name is matched by a regular expression, which takes names of 255 letters to the power of the stars. No pattern that
 * people write has so many in one name.
 */
const MOST_STARS = 6;
/** As git is set up where the file system tells upper from lower case. */
const IGNORE_CASE = process.platform !== 'linux';

interface Rules {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** The rules that hold in a folder. */
export class GitIgnore {
  static readonly none = new GitIgnore([]);

  /** The innermost first, whose word counts. */
  readonly #rules: readonly Rules[];

  private constructor(rules: readonly Rules[]) {
    this.#rules = rules;
  }

  /** The rules in front of a folder: those of the folders above it, up to the top of its repository. */
  static async above(folder: string): Promise<GitIgnore> {
    const parents: string[] = [];
    for (let at = folder; ; at = dirname(at)) {
      const git = await gitFolder(at);
      if (git !== undefined) {
        let rules = GitIgnore.none.#with(at, await patternsIn(join(git, 'info/exclude')));
        for (const parent of parents.toReversed()) rules = await rules.within(parent);
        return rules;
      }
      if (dirname(at) === at) return GitIgnore.none;
      parents.push(dirname(at));
    }
  }

  /** The rules in that folder, whose parent these are for. */
  async within(folder: string): Promise<GitIgnore> {
    return this.#with(folder, await patternsIn(join(folder, '.gitignore')));
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, patterns } of this.#rules) {
      const name = relative(folder, path).split(sep).join('/');
      if (name === '') continue; // the top of a repository is not ignored by it
      const { ignored, unignored } = patterns.test(isFolder ? `${name}/` : name);
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  #with(folder: string, patterns: readonly string[]): GitIgnore {
    if (patterns.length === 0) return this;
    return new GitIgnore([
      { folder, patterns: ignore({ ignorecase: IGNORE_CASE }).add(patterns as string[]) },
      ...this.#rules,
    ]);
  }
}

async function patternsIn(file: string): Promise<readonly string[]> {
  const text = await textOf(file, MOST_BYTES);
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return lines.filter(
    (line) => line !== '' && line.split('/').every((name) => name.split('*').length <= MOST_STARS + 1),
  );
}

/** Where the repository keeps its files whose top the folder is: .git, or where a file of that name says. */
async function gitFolder(top: string): Promise<string | undefined> {
  const git = join(top, '.git');
  const found = await stat(git).catch(() => undefined);
  if (!found) return undefined;
  if (found.isDirectory()) return git;
  const [, target] = /^gitdir: (.+)$/m.exec(await textOf(git, MOST_LINK_BYTES)) ?? [];
  if (target === undefined) return undefined;
  const own = resolve(top, target.trim());
  const shared = (await textOf(join(own, 'commondir'), MOST_LINK_BYTES)).trim();
  return shared === '' ? own : resolve(own, shared);
}

/** Nothing where it is no file, cannot be read, or is longer than any that people write. */
async function textOf(file: string, most: number): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() && found.size <= most ? await readFile(file, 'utf8').catch(() => '') : '';
}
