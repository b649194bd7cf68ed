// tokenizer.json as far as we rely on it, checked: byte-level BPE, nothing changing the text but NFC. Anybody may have
// written the file. Knows the shape and cuts no text.
import type { Failure } from '../engine/failure.ts';
import type { JsonObject } from './jsonFile.ts';

export interface TokenizerJson extends JsonObject {
  readonly model: JsonObject & {
    readonly vocab: Readonly<Record<string, number>>;
    /** 'Ġ t' in older files, ['Ġ', 't'] in newer ones. */
    readonly merges: readonly (string | readonly [string, string])[];
  };
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: { readonly type: 'NFC' } | null;
  /** Adds special tokens, which we never ask for. */
  readonly post_processor: null;
}

export interface AddedToken extends JsonObject {
  readonly id: number;
  readonly content: string;
}

/** Ids are places in a list. The largest published vocabularies have 262,144 entries. */
const MAX_ID = 10_000_000;

/** Fails with tokenizer-invalid. */
export function checkedTokenizerJson(json: JsonObject, file: string): TokenizerJson {
  const problem = modelProblem(json) ?? addedTokensProblem(json) ?? stepsProblem(json);
  if (problem) throw { code: 'tokenizer-invalid', file, problem } satisfies Failure;
  const { added_tokens = [], normalizer = null } = json;
  return { ...json, added_tokens, normalizer, post_processor: null } as TokenizerJson;
}

function modelProblem({ model }: JsonObject): string | undefined {
  if (!isRecord(model) || !isRecord(model.vocab)) return 'it has no model with a vocabulary';
  if (model.type !== undefined && model.type !== 'BPE') return unsupported(`its model is ${quoted(model.type)}`);
  if (!Array.isArray(model.merges)) return 'its list of merges is missing';
  const badMerge = model.merges.find((merge) => !isMerge(merge));
  if (badMerge !== undefined) return `its merge ${quoted(badMerge)} is not a pair`;
  const badEntry = Object.entries(model.vocab).find(([, id]) => !isId(id));
  if (badEntry) return `its token ${quoted(badEntry[0])} has the id ${quoted(badEntry[1])}`;
  return undefined;
}

function addedTokensProblem({ added_tokens = [] }: JsonObject): string | undefined {
  if (!Array.isArray(added_tokens)) return 'its added tokens are not a list';
  const bad: unknown = added_tokens.find((one) => !isRecord(one) || !isId(one.id) || !isContent(one.content));
  return bad === undefined ? undefined : `its added token ${quoted(bad)} has no valid id and content`;
}

/** What happens to the text before and after: no step may add, drop or change characters but NFC. */
function stepsProblem({ normalizer, pre_tokenizer, decoder }: JsonObject): string | undefined {
  const before = steps(pre_tokenizer, 'pretokenizers');
  if (!mentions(steps(decoder, 'decoders'), 'ByteLevel')) return unsupported('its decoder is not byte-level');
  if (!mentions(before, 'ByteLevel')) return unsupported('its pre-tokenizer is not byte-level');
  if (before.some((step) => step.add_prefix_space === true)) {
    return 'it puts a space in front of the text, so the places of its tokens cannot be told';
  }
  if (normalizer === null || normalizer === undefined || (isRecord(normalizer) && normalizer.type === 'NFC')) {
    return undefined;
  }
  const type = isRecord(normalizer) ? normalizer.type : normalizer;
  return `its normalizer ${quoted(type)} changes the text, so the places of its tokens cannot be told`;
}

/** The step itself, or those of a sequence. */
function steps(step: unknown, list: string): readonly JsonObject[] {
  if (!isRecord(step)) return [];
  const inside = step[list];
  return step.type === 'Sequence' && Array.isArray(inside) ? inside.filter(isRecord) : [step];
}

function mentions(all: readonly JsonObject[], type: string): boolean {
  return all.some((step) => step.type === type);
}

/** 'Ġ t' in older files, ['Ġ', 't'] in newer ones. */
function isMerge(merge: unknown): boolean {
  if (typeof merge === 'string') return merge.split(' ').length === 2;
  return Array.isArray(merge) && merge.length === 2 && merge.every((part) => typeof part === 'string');
}

function isId(id: unknown): boolean {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < MAX_ID;
}

/** An empty one would be found everywhere. */
function isContent(content: unknown): boolean {
  return typeof content === 'string' && content.length > 0;
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsupported(found: string): string {
  return `${found}; only byte-level BPE is supported`;
}

/** As JSON, short enough for a message. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
