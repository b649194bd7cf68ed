// The tokenizer in a GGUF file's metadata as the tokenizer.json that Hugging Face's library would read, so that there is one
// way of reading tokenizers. Knows no text.
import { type GgufHeader, readGgufHeader } from '../../checkpoint/gguf/ggufHeader.ts';
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import { ggufFileOf, readGguf } from '../../checkpoint/gguf/openGguf.ts';
import { type JsonObject, parseJsonObject } from '../../checkpoint/jsonFile.ts';
import { JsonFields } from '../jsonFields.ts';
import { MAX_ID } from '../vocabulary.ts';
import { byteLevelSteps } from './byteLevelSteps.ts';
import { KIND, type ListedToken } from './listedToken.ts';
import { scoredMerges } from './scoredMerges.ts';

/** The metadata of the GGUF file that a path means; undefined where it means none. Fails like readGguf(). */
export async function ggufMetadata(path: string): Promise<Metadata | undefined> {
  const file = await ggufFileOf(path);
  return file === undefined ? undefined : (await headerOf(file)).metadata;
}

/** A tokenizer is in the first part of a split model; the other parts need not be there to count tokens. */
async function headerOf(file: string): Promise<GgufHeader> {
  const header = await readGgufHeader(file);
  return (header.metadata.number('split.no') ?? 0) === 0 ? header : await readGguf(file);
}

/** What tokenizer.json would say. Fails with gguf-header, json-invalid, tokenizer-invalid. */
export function ggufTokenizer(metadata: Metadata): JsonFields {
  const whole = metadata.text('tokenizer.huggingface.json');
  if (whole !== undefined) return new JsonFields(parseJsonObject(whole, metadata.file), metadata.file);
  const fields = new JsonFields({ 'tokenizer.ggml.model': metadata.text('tokenizer.ggml.model') }, metadata.file);
  const steps = STEPS[fields.choice('tokenizer.ggml.model', Object.keys(STEPS))];
  const listed = listedTokens(metadata, fields);
  return new JsonFields({ ...steps(metadata, listed, fields), added_tokens: addedTokens(listed) }, metadata.file);
}

function listedTokens(metadata: Metadata, fields: JsonFields): readonly ListedToken[] {
  const texts = metadata.texts('tokenizer.ggml.tokens');
  if (!texts) throw fields.invalid('is missing', 'tokenizer.ggml.tokens');
  if (texts.length > MAX_ID) throw fields.invalid(`has more than ${MAX_ID} entries`, 'tokenizer.ggml.tokens');
  const kinds = metadata.numbers('tokenizer.ggml.token_type') ?? [];
  if (kinds.length > 0 && kinds.length !== texts.length)
    throw fields.invalid(
      `has ${kinds.length} entries, and there are ${texts.length} tokens`,
      'tokenizer.ggml.token_type',
    );
  return texts.map((text, i) => ({ text, kind: kinds[i] ?? KIND.normal }));
}

/** What is found in a text before it is cut. */
function addedTokens(tokens: readonly ListedToken[]): readonly JsonObject[] {
  return tokens.flatMap(({ text, kind }, id) => {
    const special = kind === KIND.control || kind === KIND.unknown;
    if ((!special && kind !== KIND.userDefined) || text === '') return [];
    return [{ id, content: text, special, normalized: false }];
  });
}

type Steps = (metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields) => JsonObject;

const STEPS: Readonly<Record<string, Steps>> = { bert: bertSteps, gpt2: gpt2Steps, llama: llamaSteps };

/** Byte-level byte pairs; how a text is cut into words has a name in tokenizer.ggml.pre. */
function gpt2Steps(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): JsonObject {
  const merges = metadata.texts('tokenizer.ggml.merges');
  if (!merges) throw fields.invalid('is missing', 'tokenizer.ggml.merges');
  const { begins = false, wholeFirst = false, ...steps } = byteLevelSteps(metadata.text('tokenizer.ggml.pre'), fields);
  return {
    ...steps,
    decoder: { type: 'ByteLevel' },
    post_processor: inFront(metadata, tokens, begins),
    model: { type: 'BPE', vocab: vocabulary(tokens), merges: merges.map(pairOf), ignore_merges: wholeFirst },
  };
}

/** 'a b' → ['a', 'b']; the first part may itself be a space in vocabularies that are not byte-level. */
function pairOf(merge: string): readonly [string, string] {
  const space = merge.indexOf(' ', 1);
  return [merge.slice(0, space), merge.slice(space + 1)];
}

const SPACE = '▁';

/** SentencePiece: byte pairs of characters, whose ranks are scores, and single bytes for what the vocabulary lacks. */
function llamaSteps(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): JsonObject {
  const scores = metadata.numbers('tokenizer.ggml.scores') ?? [];
  if (scores.length !== tokens.length)
    throw fields.invalid(
      `has ${scores.length} entries, and there are ${tokens.length} tokens`,
      'tokenizer.ggml.scores',
    );
  const prefixed = metadata.flag('tokenizer.ggml.add_space_prefix') ?? true;
  const unknown = tokens[metadata.number('tokenizer.ggml.unknown_token_id') ?? 0]?.text;
  const replaced = { type: 'Replace', pattern: { String: ' ' }, content: SPACE };
  const spaces = { type: 'Replace', pattern: { String: SPACE }, content: ' ' };
  const first = prefixed ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : [];
  return {
    normalizer: prefixed
      ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: SPACE }, replaced] }
      : replaced,
    decoder: { type: 'Sequence', decoders: [spaces, { type: 'ByteFallback' }, { type: 'Fuse' }, ...first] },
    post_processor: inFront(metadata, tokens, true),
    model: {
      ...{ type: 'BPE', vocab: vocabulary(tokens), merges: scoredMerges(tokens, scores, fields) },
      ...{ unk_token: unknown, fuse_unk: true, byte_fallback: tokens.some(({ kind }) => kind === KIND.byte) },
    },
  };
}

/** WordPiece. llama.cpp writes what begins a word with a mark, and what continues it without; BERT has it the other way. */
function bertSteps(metadata: Metadata, listed: readonly ListedToken[]): JsonObject {
  const isWord = ({ text, kind }: ListedToken) => text.startsWith(SPACE) || kind !== KIND.normal;
  const tokens = listed.map((token) => ({
    ...token,
    text: isWord(token) ? token.text.replace(SPACE, '') : `##${token.text}`,
  }));
  const lowercase = !tokens.some(({ text, kind }) => kind === KIND.normal && /[A-Z]/.test(text));
  const unknown = tokens[metadata.number('tokenizer.ggml.unknown_token_id') ?? 100]?.text;
  return {
    normalizer: { type: 'BertNormalizer', lowercase },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    post_processor: inFront(metadata, tokens, true),
    model: {
      ...{ type: 'WordPiece', vocab: vocabulary(tokens), unk_token: unknown },
      ...{ continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
    },
  };
}

/** An object of so many keys takes longer to make than all the rest, and would be made a map of at once. */
function vocabulary(tokens: readonly ListedToken[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (let id = 0; id < tokens.length; id++) ids.set(tokens[id].text, id);
  return ids;
}

/** Puts the first token in front of every text, where the file asks for it, or its kind of tokenizer does. */
function inFront(metadata: Metadata, tokens: readonly ListedToken[], begins: boolean): JsonObject | null {
  const id = metadata.number('tokenizer.ggml.bos_token_id') ?? metadata.number('tokenizer.ggml.cls_token_id');
  const content = id === undefined ? undefined : tokens[id]?.text;
  if (content === undefined || !(metadata.flag('tokenizer.ggml.add_bos_token') ?? begins)) return null;
  return {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: content, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    special_tokens: { [content]: { id: content, ids: [id], tokens: [content] } },
  };
}
