// Which files of a repository a folder for Tokenscope needs: weights in safetensors, a tokenizer, and what says how both are
// to be read. Knows no disk.

import type { HubFailure, ModelProblem } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { parsePythonJson } from '../contract/pythonJson.ts';
import { OWN_QUANT_METHODS, QUANT_METHODS, READ_METHODS } from '../contract/quantMethods.ts';
import { MAX_INDEX_BYTES, shardNames } from '../contract/shardNames.ts';
import { RUNNABLE_MODEL_TYPES } from './catalogue.ts';
import { askAbout, type HubRepo, type ModelListing, readListing, readText } from './hubRepo.ts';
import type { Hub } from './hubRequest.ts';
import type { RepoId } from './repoId.ts';

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
 * Asks the hub about a model, and where its weights are in several files, for their index, which says what they are
 * called. Fails like askAbout, with model-unusable, model-type-unsupported.
 */
export async function listModel(hub: Hub, id: RepoId, signal: AbortSignal): Promise<ModelListing> {
  return await listIn(hub, await askAbout(hub, id, signal), id, signal);
}

/** The same of a repository that the hub was asked about already. */
export async function listIn(hub: Hub, repo: HubRepo, id: RepoId, signal: AbortSignal): Promise<ModelListing> {
  checkModel(repo, id.repo);
  const shards = needsIndex(repo.names) ? await readShards(hub, id.repo, repo.commit, signal) : [];
  if (shards.some((name) => !repo.entries.has(name))) throw unusable(id.repo, 'shards');
  const weights = needsIndex(repo.names) ? [SHARD_INDEX, ...shards.toSorted()] : [WEIGHTS];
  return readListing(repo, id, [...SMALL_FILES, ...tokenizerFiles(repo.names), ...weights]);
}

/** The same of a model's tokenizer alone, whatever the model is: a few megabytes in place of gigabytes. */
export async function listTokenizer(hub: Hub, id: RepoId, signal: AbortSignal): Promise<ModelListing> {
  const repo = await askAbout(hub, id, signal);
  const tokenizer = tokenizerFiles(repo.names);
  if (tokenizer.length === 0) throw unusable(id.repo, 'no-tokenizer');
  const config = tokenizer.length > 1 ? ['config.json'] : []; // it says whose vocab.json and merges.txt they are
  return readListing(repo, id, [...config, ...BESIDE_TOKENIZER, ...tokenizer]);
}

function needsIndex(names: readonly string[]): boolean {
  return !names.includes(WEIGHTS) && names.includes(SHARD_INDEX);
}

/** The shards that the index at that commit names. Fails with model-unusable. */
async function readShards(hub: Hub, repo: string, commit: string, signal: AbortSignal): Promise<readonly string[]> {
  const url = `${hub.endpoint}/${repo}/resolve/${commit}/${SHARD_INDEX}`;
  const shards = shardsOf(await readText(hub, { url, repo, what: `${repo}/${SHARD_INDEX}`, signal }, MAX_INDEX_BYTES));
  if (!shards) throw unusable(repo, 'shards');
  return shards;
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

/**
 * Checks what can be told without the index. Fails with model-unusable, model-type-unsupported,
 * model-quantisation-unsupported.
 */
export function checkModel({ answer, names }: HubRepo, repo: string): void {
  checkModelType(answer, repo);
  checkQuantisation(answer, repo);
  if (!names.includes('config.json')) throw unusable(repo, 'no-config');
  if (tokenizerFiles(names).length === 0) throw unusable(repo, 'no-tokenizer');
  if (!names.includes(WEIGHTS) && !names.includes(SHARD_INDEX)) throw unusable(repo, 'no-weights');
}

function unusable(repo: string, problem: ModelProblem): HubFailure {
  return { code: 'model-unusable', repo, problem };
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

/** The same of how the weights are quantised. */
function checkQuantisation({ config }: Record<string, unknown>, repo: string): void {
  const said = isRecord(config) ? config.quantization_config : undefined;
  const method = isRecord(said) ? said.quant_method : undefined;
  const known: readonly unknown[] = [...QUANT_METHODS, ...OWN_QUANT_METHODS];
  if (typeof method !== 'string' || known.includes(method)) return;
  throw {
    code: 'model-quantisation-unsupported',
    repo,
    method: method.slice(0, 80),
    supported: READ_METHODS,
  } satisfies HubFailure;
}
