// Names of models on a hub, owner/name@revision, as the hub itself allows them, and the name of the folder of each.
// Knows no network and no disk.
import type { Failure } from '../contract/failure.ts';

export interface RepoId {
  /** owner/name, or the name alone of one of the oldest models, which the hub redirects to its owner's. */
  readonly repo: string;
  /** A branch, a tag, a reference such as refs/pr/3, or a commit. */
  readonly revision: string;
}

export const DEFAULT_REVISION = 'main';
/** The limit of validate_repo_id() in huggingface_hub, in characters. */
const MAX_REPO_LENGTH = 96;
/** Letters, digits, `-`, `_` and `.`, of which `-` and `.` are neither first nor last. */
const PART = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
/** The git references that are in use: parts of letters, digits, `-`, `_`, `.` and `+`, with `/` between them. */
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*$/;
const MAX_REVISION_LENGTH = 200;

/**
 * The parts of a name. Fails with repo-invalid, also for `--` and `..`, which the hub forbids and which would make
 * folder names ambiguous. 'a/b@v1' → a/b, v1; 'gpt2' → gpt2, main
 */
export function parseRepoId(text: string): RepoId {
  const [repo, revision, ...more] = text.trim().split('@');
  const parts = repo.split('/');
  const repoFits = parts.length <= 2 && parts.every((part) => PART.test(part)) && repo.length <= MAX_REPO_LENGTH;
  const fits =
    more.length === 0 &&
    repoFits &&
    !/--|\.\./.test(repo) &&
    !/\.git$/i.test(repo) &&
    (revision === undefined || revisionFits(revision));
  if (!fits) throw { code: 'repo-invalid', text } satisfies Failure;
  return { repo, revision: revision ?? DEFAULT_REVISION };
}

/** The name in the form that parseRepoId() reads. */
export function repoIdText({ repo, revision }: RepoId): string {
  return revision === DEFAULT_REVISION ? repo : `${repo}@${revision}`;
}

/** A model's name with the variant that it is: 'owner/name Q4_K_M' */
export function variantText({ repo, variant }: { readonly repo: string; readonly variant?: string }): string {
  return variant === undefined ? repo : `${repo} ${variant}`;
}

/**
 * The name of a commit's folder, such as owner--name--0123456789ab, with --Q4_K_M behind it where the repository has several
 * models. Its parts hold neither `--` nor anything that leads to another folder.
 */
export function modelFolderName(repo: string, commit: string, variant?: string): string {
  return [repo.replace('/', '--'), commit.slice(0, 12), ...(variant === undefined ? [] : [variant])].join('--');
}

/** Whether a variant's name may stand in the name of a folder. */
export function isVariant(variant: unknown): variant is string {
  return typeof variant === 'string' && /^\w(?:[\w.-]{0,98}\w)?$/.test(variant) && !/--|\.\./.test(variant);
}

/** owner/name of the model in a folder of the store or of Hugging Face's cache; undefined for other folders. */
export function repoOfFolder(folder: string): string | undefined {
  const [owner, name] =
    /(?:^|[\\/])models--([^\\/]+?)--([^\\/]+)[\\/]snapshots[\\/][^\\/]+[\\/]?$/.exec(folder)?.slice(1) ??
    /(?:^|[\\/])([^\\/]+?)--([^\\/]+?)--[0-9a-f]{12}(?:--[\w.-]+)?[\\/]?$/.exec(folder)?.slice(1) ??
    [];
  return name === undefined ? undefined : `${owner}/${name}`;
}

function revisionFits(revision: string): boolean {
  return revision.length <= MAX_REVISION_LENGTH && REVISION.test(revision) && !/\.\.|\.lock$/.test(revision);
}
