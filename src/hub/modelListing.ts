// What a hub says about a model: its commit, licence and files, and which files a folder for Tokenscope needs.
// Everything in the answer is checked, since anybody can run a mirror. Knows no disk.

import type { HubFailure, ModelProblem } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { parsePythonJson } from '../contract/pythonJson.ts';
import { MAX_INDEX_BYTES, shardNames } from '../contract/shardNames.ts';
import { RUNNABLE_MODEL_TYPES } from './catalogue.ts';
import type { Digest } from './digest.ts';
import { type Hub, type HubResponse, requestHub } from './hubRequest.ts';
import { parseRepoId, type RepoId, repoIdText } from './repoId.ts';
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
/**
 * The files that are fetched besides the weights. Others, such as code, other formats and pictures, are not; nor are
 * additional_chat_templates/, since of several templates only the default one is used, which is chat_template.jinja.
 */
const SMALL_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'chat_template.json',
  'LICENSE',
  'LICENSE.md',
  'LICENSE.txt',
];
export const WEIGHTS = 'model.safetensors';
export const SHARD_INDEX = 'model.safetensors.index.json';
/** What a tokenizer is read from, the first of these that is there. */
export const TOKENIZERS: readonly (readonly string[])[] = [['tokenizer.json'], ['vocab.json', 'merges.txt']];
/** Read beside vocab.json and merges.txt; tokenizer.json has it all. */
const ADDED_TOKENS = 'added_tokens.json';
/** The small files that say more about a tokenizer. */
const BESIDE_TOKENIZER = [
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'chat_template.json',
];

/**
 * Asks the hub about a model: GET /api/models/{repo}/revision/{revision}?blobs=true, and where its weights are in several
 * files, for their index, which says what they are called. Fails like requestHub, with hub-answer-invalid,
 * model-unusable, model-type-unsupported.
 */
export async function listModel(hub: Hub, id: RepoId, signal: AbortSignal): Promise<ModelListing> {
  const { repo, url } = await askAbout(hub, id, signal);
  checkModel(repo, id.repo);
  const shards = needsIndex(repo.names) ? await readShards(hub, id.repo, repo.commit, signal) : [];
  if (shards.some((name) => !repo.entries.has(name))) throw unusable(id.repo, 'shards');
  const weights = needsIndex(repo.names) ? [SHARD_INDEX, ...shards.toSorted()] : [WEIGHTS];
  return readListing(repo, id, [...SMALL_FILES, ...tokenizerFiles(repo.names), ...weights], url);
}

/** The same of a model's tokenizer alone, whatever the model is: a few megabytes in place of gigabytes. */
export async function listTokenizer(hub: Hub, id: RepoId, signal: AbortSignal): Promise<ModelListing> {
  const { repo, url } = await askAbout(hub, id, signal);
  const tokenizer = tokenizerFiles(repo.names);
  if (tokenizer.length === 0) throw unusable(id.repo, 'no-tokenizer');
  const config = tokenizer.length > 1 ? ['config.json'] : []; // it says whose vocab.json and merges.txt they are
  return readListing(repo, id, [...config, ...BESIDE_TOKENIZER, ...tokenizer], url);
}

async function askAbout(hub: Hub, id: RepoId, signal: AbortSignal): Promise<{ repo: Repo; url: string }> {
  const url = `${hub.endpoint}/api/models/${id.repo}/revision/${encodeURIComponent(id.revision)}?blobs=true`;
  const request = { url, repo: id.repo, what: repoIdText(id), signal, headers: { accept: 'application/json' } };
  const answer = parsed(await readText(hub, request, MAX_LISTING_BYTES), url);
  return { repo: readRepo(answer, url), url };
}

interface Request {
  readonly url: string;
  readonly repo: string;
  readonly what: string;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

async function readText(hub: Hub, request: Request, limitBytes: number): Promise<string> {
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

function needsIndex(names: readonly string[]): boolean {
  return !names.includes(WEIGHTS) && names.includes(SHARD_INDEX);
}

/** The shards that the index at that commit names. Fails with model-unusable. */
async function readShards(hub: Hub, repo: string, commit: string, signal: AbortSignal): Promise<readonly string[]> {
  const url = `${hub.endpoint}/${repo}/resolve/${commit}/${SHARD_INDEX}`;
  const shards = shardsOf(await readText(hub, { url, repo, what: `${repo}/${SHARD_INDEX}`, signal }, MAX_INDEX_BYTES));
  return shards ?? raise({ code: 'model-unusable', repo, problem: 'shards' });
}

/** The files that an index names, read as tolerantly as when the model is opened; undefined where it names none. */
export function shardsOf(index: string): readonly string[] | undefined {
  try {
    const json = parsePythonJson(index);
    const names = shardNames(isRecord(json) ? json.weight_map : undefined);
    return typeof names === 'string' || names.length === 0 ? undefined : names;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the answer is a web page: the sign-in page of a network or a proxy comes with status 200. */
export function isHtml(response: Response): boolean {
  return /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
}

interface Repo {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly commit: string;
  readonly names: readonly string[];
  readonly entries: ReadonlyMap<string, unknown>;
}

/** Fails with hub-answer-invalid. */
function readRepo(answer: unknown, url: string): Repo {
  const invalid = { code: 'hub-answer-invalid', url, problem: 'listing' } satisfies HubFailure;
  if (!isRecord(answer) || !Array.isArray(answer.siblings) || !isHex(answer.sha, 40)) throw invalid;
  const siblings = answer.siblings.filter(isRecord);
  const entries = new Map<string, unknown>(siblings.map((sibling) => [String(sibling.rfilename), sibling]));
  const names = [...entries.keys()];
  return { answer, commit: answer.sha, names, entries };
}

/** Checks what can be told without the index. */
function checkModel({ answer, names }: Repo, repo: string): void {
  checkModelType(answer, repo);
  if (!names.includes('config.json')) throw unusable(repo, 'no-config');
  if (tokenizerFiles(names).length === 0) throw unusable(repo, 'no-tokenizer');
  if (!names.includes(WEIGHTS) && !names.includes(SHARD_INDEX)) throw unusable(repo, 'no-weights');
}

function unusable(repo: string, problem: ModelProblem): HubFailure {
  return { code: 'model-unusable', repo, problem };
}

/** Those of the files that the repository has, in their order. */
function readListing(
  { answer, commit, names, entries }: Repo,
  { repo, revision }: RepoId,
  wanted: readonly string[],
  url: string,
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

/** What the tokenizer is read from; empty where there is none. */
function tokenizerFiles(listed: readonly string[]): readonly string[] {
  const tokenizer = TOKENIZERS.find((files) => files.every((name) => listed.includes(name))) ?? [];
  return tokenizer.length > 1 ? [...tokenizer, ADDED_TOKENS] : tokenizer;
}

/** Refuses a model that cannot run before it is downloaded, if the hub has read its config.json. */
function checkModelType({ config }: Record<string, unknown>, repo: string): void {
  const modelType = isRecord(config) ? config.model_type : undefined;
  if (typeof modelType !== 'string' || RUNNABLE_MODEL_TYPES.includes(modelType)) return;
  throw { code: 'model-type-unsupported', repo, modelType, supported: RUNNABLE_MODEL_TYPES } satisfies HubFailure;
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
