// What a hub says about a repository: its commit, licence and files with their sizes and checksums. Everything in the answer
// is checked, since anybody can run a mirror. Knows no format of models and no disk.

import type { HubFailure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import type { Digest } from './digest.ts';
import { type Hub, type HubResponse, requestHub } from './hubRequest.ts';
import { parseRepoId, type RepoId, repoIdText } from './repoId.ts';
import { retrying } from './retry.ts';

export interface HubFile {
  /** The name of a file in the model's own folder, never of one in a folder below it. */
  readonly name: string;
  /** Where the repository has it, if that is in a folder. */
  readonly pathAtHub?: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
}

export interface ModelListing {
  readonly repo: string;
  /** The revision that was asked for. */
  readonly revision: string;
  /** The commit that the revision meant then, at which everything is fetched. 40 hexadecimal digits. */
  readonly commit: string;
  /** Which of several models of the repository it is, such as Q4_K_M; undefined where there is one. */
  readonly variant?: string;
  /** The licence as the model card states it. */
  readonly licence: string | undefined;
  readonly gated: boolean;
  /** The small files first, then the weights in the order of their names. */
  readonly files: readonly HubFile[];
  readonly totalBytes: number;
}

/** A thousand files with their checksums have 0.3 MB. */
const MAX_LISTING_BYTES = 32_000_000;

/** GET /api/models/{repo}/revision/{revision}?blobs=true. Fails like requestHub, with hub-answer-invalid. */
export async function askAbout(hub: Hub, id: RepoId, signal: AbortSignal): Promise<HubRepo> {
  const url = `${hub.endpoint}/api/models/${id.repo}/revision/${encodeURIComponent(id.revision)}?blobs=true`;
  const request = { url, repo: id.repo, what: repoIdText(id), signal, headers: { accept: 'application/json' } };
  const answer = parsed(await readText(hub, request, MAX_LISTING_BYTES), url);
  return readRepo(answer, url);
}

interface Request {
  readonly url: string;
  readonly repo: string;
  readonly what: string;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The text of a small file or answer. Fails like requestHub, with hub-answer-invalid. */
export async function readText(hub: Hub, request: Request, limitBytes: number): Promise<string> {
  const { url, signal } = request;
  return await retrying(async () => await bodyText(await requestHub(hub, request, [200]), url, limitBytes), {
    retryPolicy: hub.retryPolicy,
    signal,
  });
}

async function bodyText({ response, chunks, drop }: HubResponse, url: string, limitBytes: number): Promise<string> {
  if (isHtml(response)) {
    await drop();
    throw { code: 'hub-answer-invalid', url, problem: 'html' } satisfies HubFailure;
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks()) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw { code: 'hub-answer-invalid', url, problem: 'listing' } satisfies HubFailure;
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw { code: 'hub-answer-invalid', url, problem: 'json' } satisfies HubFailure;
  }
}

/** A repository at one commit. */
export interface HubRepo {
  /** Where it was asked about. */
  readonly url: string;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly commit: string;
  readonly names: readonly string[];
  readonly entries: ReadonlyMap<string, unknown>;
}

/** Fails with hub-answer-invalid. */
function readRepo(answer: unknown, url: string): HubRepo {
  const invalid = { code: 'hub-answer-invalid', url, problem: 'listing' } satisfies HubFailure;
  if (!isRecord(answer) || !Array.isArray(answer.siblings) || !isHex(answer.sha, 40)) throw invalid;
  const siblings = answer.siblings.filter(isRecord);
  const entries = new Map<string, unknown>(siblings.map((sibling) => [String(sibling.rfilename), sibling]));
  const names = [...entries.keys()];
  return { url, answer, commit: answer.sha, names, entries };
}

/** Those of the files that the repository has, in their order. Fails with hub-answer-invalid. */
export function readListing(
  { url, answer, commit, names, entries }: HubRepo,
  { repo, revision }: RepoId,
  wanted: readonly string[],
): ModelListing {
  const invalid = { code: 'hub-answer-invalid', url, problem: 'listing' } satisfies HubFailure;
  const needed = wanted.filter((name) => names.includes(name));
  const files = needed.map((name) => readFileEntry(name, entries.get(name)) ?? raise(invalid));
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (!Number.isSafeInteger(totalBytes)) throw invalid;
  return {
    repo: ownedName(answer.id, repo),
    revision,
    commit,
    licence: readLicence(answer),
    gated: Boolean(answer.gated),
    files,
    totalBytes,
  };
}

/** owner/name of a model that was asked for by its name alone, as the hub answers it. */
function ownedName(answered: unknown, repo: string): string {
  if (repo.includes('/') || typeof answered !== 'string' || !answered.endsWith(`/${repo}`)) return repo;
  return parseRepoId(answered).repo;
}

/** Whether the answer is a web page: the sign-in page of a network or a proxy comes with status 200. */
export function isHtml(response: Response): boolean {
  return /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
}

/**
 * Reads `{ rfilename, size, blobId, lfs?: { sha256, size, pointerSize } }`; blobId is git's blob hash of a file that is
 * not in Git LFS.
 */
function readFileEntry(path: string, entry: unknown): HubFile | undefined {
  if (!isRecord(entry)) return undefined;
  const { lfs, size, blobId } = entry;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const named = name === path ? { name } : { name, pathAtHub: path };
  if (isRecord(lfs)) {
    if (!isSize(lfs.size) || !isHex(lfs.sha256, 64)) return undefined;
    return { ...named, sizeBytes: lfs.size, digest: { algorithm: 'sha256', hex: lfs.sha256 } };
  }
  if (!isSize(size) || !isHex(blobId, 40)) return undefined;
  return { ...named, sizeBytes: size, digest: { algorithm: 'git-blob', hex: blobId } };
}

function readLicence({ cardData, tags }: Record<string, unknown>): string | undefined {
  const stated = isRecord(cardData) ? [cardData.license_name, cardData.license].flat() : [];
  const tagged = Array.isArray(tags) ? tags.filter(isText).filter((tag) => tag.startsWith('license:')) : [];
  return stated.find(isText) ?? tagged[0]?.slice('license:'.length);
}

/** Whether it is one line of text: it is shown among others where the user is asked for consent. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && /^\P{C}{1,200}$/u.test(value);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isHex(value: unknown, digits: number): value is string {
  return typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/.test(value);
}

function raise(failure: HubFailure): never {
  throw failure;
}
