// Names of models on a hub: owner/name@revision, as the hub itself allows them, and the folder each is kept in.
// Knows no network and no disk.
import type { Failure } from '../contract/failure.ts';

export interface RepoId {
  /** owner/name. */
  readonly repo: string;
  /** A branch, a tag, a reference such as refs/pr/3, or a commit. */
  readonly revision: string;
}

export const DEFAULT_REVISION = 'main';
/** huggingface_hub's validate_repo_id: at most 96 characters in all. */
const MAX_REPO_LENGTH = 96;
/** Letters, digits, `-`, `_`, `.`; neither first nor last a `-` or `.`. */
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
/** A git reference as far as anybody needs it: parts of letters, digits, `-`, `_`, `.`, `+`, with `/` between them. */
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*$/;
const MAX_REVISION_LENGTH = 200;

/** Fails with repo-invalid: also for `--` and `..`, which the hub forbids and which would not be told apart in a folder's name. */
export function parseRepoId(text: string): RepoId {
  const [repo, revision, ...more] = text.trim().split('@');
  const parts = repo.split('/');
  const repoFits = parts.length === 2 && parts.every((part) => PART.test(part)) && repo.length <= MAX_REPO_LENGTH;
  const fits =
    more.length === 0 &&
    repoFits &&
    !/--|\.\./.test(repo) &&
    !/\.git$/i.test(repo) &&
    (revision === undefined || revisionFits(revision));
  if (!fits) throw { code: 'repo-invalid', text } satisfies Failure;
  return { repo, revision: revision ?? DEFAULT_REVISION };
}

export function repoIdText({ repo, revision }: RepoId): string {
  return revision === DEFAULT_REVISION ? repo : `${repo}@${revision}`;
}

/** One folder a commit: `owner--name--0123456789ab`. The parts cannot hold `--` or anything that leads elsewhere. */
export function modelFolderName(repo: string, commit: string): string {
  return `${repo.replace('/', '--')}--${commit.slice(0, 12)}`;
}

/** Whose model lies in this folder, if it is one of the store or of the hub's own cache: owner/name. */
export function repoOfFolder(folder: string): string | undefined {
  const [owner, name] =
    /(?:^|[\\/])models--([^\\/]+?)--([^\\/]+)[\\/]snapshots[\\/][^\\/]+[\\/]?$/.exec(folder)?.slice(1) ??
    /(?:^|[\\/])([^\\/]+?)--([^\\/]+)--[0-9a-f]{12}[\\/]?$/.exec(folder)?.slice(1) ??
    [];
  return name === undefined ? undefined : `${owner}/${name}`;
}

function revisionFits(revision: string): boolean {
  return revision.length <= MAX_REVISION_LENGTH && REVISION.test(revision) && !/\.\.|\.lock$/.test(revision);
}
