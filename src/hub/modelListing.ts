// What a hub says about a model: its commit, licence and files, and which files a folder for Tokenscope needs.
// Everything in the answer is checked, since anybody can run a mirror. Knows no disk.

import type { HubFailure, ModelProblem } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { RUNNABLE_MODEL_TYPES } from './catalogue.ts';
import type { Digest } from './digest.ts';
import { type Hub, requestHub } from './hubRequest.ts';
import { type RepoId, repoIdText } from './repoId.ts';
import { retrying } from './retry.ts';

export interface HubFile {
  /** The name of a file in the model's own folder, never of one in a folder below it. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
}

export interface ModelListing {
  readonly repo: string;
  /** The revision that was asked for. */
  readonly revision: string;
  /** The commit that the revision meant then, at which everything is fetched. 40 hexadecimal digits. */
  readonly commit: string;
  /** The licence as the model card states it. */
  readonly licence: string | undefined;
  readonly gated: boolean;
  /** The small files first, then the weights in the order of their names. */
  readonly files: readonly HubFile[];
  readonly totalBytes: number;
}

/** A thousand files with their checksums have 0.3 MB. */
const MAX_LISTING_BYTES = 32_000_000;
/** The files that are fetched besides the weights. Others, such as code, other formats and pictures, are not. */
const SMALL_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'chat_template.json',
  'LICENSE',
  'LICENSE.md',
  'LICENSE.txt',
];
const WEIGHTS = 'model.safetensors';
export const SHARD_INDEX = 'model.safetensors.index.json';
const SHARD = /^model-(\d{5,6})-of-(\d{5,6})\.safetensors$/;

/**
 * Asks the hub about a model: GET /api/models/{repo}/revision/{revision}?blobs=true. Fails like requestHub, with
 * hub-answer-invalid, model-unusable, model-type-unsupported.
 */
export async function listModel(hub: Hub, id: RepoId, signal: AbortSignal): Promise<ModelListing> {
  const url = `${hub.endpoint}/api/models/${id.repo}/revision/${encodeURIComponent(id.revision)}?blobs=true`;
  const request = { url, repo: id.repo, what: repoIdText(id), signal, headers: { accept: 'application/json' } };
  const answer = await retrying(async () => await readJson(await requestHub(hub, request, [200]), url), {
    retryPolicy: hub.retryPolicy,
    signal,
  });
  return readListing(answer, id, url);
}

async function readJson(
  { response, chunks, drop }: Awaited<ReturnType<typeof requestHub>>,
  url: string,
): Promise<unknown> {
  if (isHtml(response)) {
    await drop();
    throw { code: 'hub-answer-invalid', url, problem: 'html' } satisfies HubFailure;
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks()) {
    bytes += chunk.length;
    if (bytes > MAX_LISTING_BYTES) throw { code: 'hub-answer-invalid', url, problem: 'listing' } satisfies HubFailure;
    parts.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw { code: 'hub-answer-invalid', url, problem: 'json' } satisfies HubFailure;
  }
}

/** Whether the answer is a web page: the sign-in page of a network or a proxy comes with status 200. */
export function isHtml(response: Response): boolean {
  return /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
}

function readListing(answer: unknown, { repo, revision }: RepoId, url: string): ModelListing {
  const invalid = { code: 'hub-answer-invalid', url, problem: 'listing' } satisfies HubFailure;
  if (!isRecord(answer) || !Array.isArray(answer.siblings) || !isHex(answer.sha, 40)) throw invalid;
  checkModelType(answer, repo);
  const listed = new Map<string, unknown>(
    answer.siblings.filter(isRecord).map((sibling) => [String(sibling.rfilename), sibling]),
  );
  const files = neededNames([...listed.keys()], repo).map(
    (name) => readFileEntry(name, listed.get(name)) ?? raise(invalid),
  );
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (!Number.isSafeInteger(totalBytes)) throw invalid;
  const licence = readLicence(answer);
  return { repo, revision, commit: answer.sha, licence, gated: Boolean(answer.gated), files, totalBytes };
}

/** Refuses a model that cannot run before it is downloaded, if the hub has read its config.json. */
function checkModelType({ config }: Record<string, unknown>, repo: string): void {
  const modelType = isRecord(config) ? config.model_type : undefined;
  if (typeof modelType !== 'string' || RUNNABLE_MODEL_TYPES.includes(modelType)) return;
  throw { code: 'model-type-unsupported', repo, modelType, supported: RUNNABLE_MODEL_TYPES } satisfies HubFailure;
}

function neededNames(listed: readonly string[], repo: string): string[] {
  const unusable = (problem: ModelProblem) => ({ code: 'model-unusable', repo, problem }) satisfies HubFailure;
  if (!listed.includes('config.json')) throw unusable('no-config');
  if (!listed.includes('tokenizer.json')) throw unusable('no-tokenizer');
  const small = SMALL_FILES.filter((name) => listed.includes(name));
  if (listed.includes(WEIGHTS)) return [...small, WEIGHTS];
  if (!listed.includes(SHARD_INDEX)) throw unusable('no-weights');
  const shards = listed.filter((name) => SHARD.test(name)).toSorted();
  const totals = new Set(shards.map((name) => Number(SHARD.exec(name)?.[2])));
  if (totals.size !== 1 || !totals.has(shards.length)) throw unusable('shards');
  return [...small, SHARD_INDEX, ...shards];
}

/**
 * Reads `{ rfilename, size, blobId, lfs?: { sha256, size, pointerSize } }`; blobId is git's blob hash of a file that is
 * not in Git LFS.
 */
function readFileEntry(name: string, entry: unknown): HubFile | undefined {
  if (!isRecord(entry)) return undefined;
  const { lfs, size, blobId } = entry;
  if (isRecord(lfs)) {
    if (!isSize(lfs.size) || !isHex(lfs.sha256, 64)) return undefined;
    return { name, sizeBytes: lfs.size, digest: { algorithm: 'sha256', hex: lfs.sha256 } };
  }
  if (!isSize(size) || !isHex(blobId, 40)) return undefined;
  return { name, sizeBytes: size, digest: { algorithm: 'git-blob', hex: blobId } };
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
