// The tokenizer in a GGUF file's metadata as the tokenizer.json that Hugging Face's library would read, so that there is one
// way of reading tokenizers. Knows no text.
import { type GgufHeader, readGgufHeader } from '../../checkpoint/gguf/ggufHeader.ts';
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import { ggufFileOf, readGguf } from '../../checkpoint/gguf/openGguf.ts';
import { type JsonObject, parseJsonObject } from '../../checkpoint/jsonFile.ts';
import { JsonFields } from '../jsonFields.ts';
import { MAX_ID } from '../vocabulary.ts';
import { byteLevelSteps } from './byteLevelSteps.ts';
import { frameAround, GENERATING } from './frame.ts';
import { KIND, type ListedToken, scoresOf, vocabularyOf } from './listedToken.ts';
import { scoredMerges } from './scoredMerges.ts';
import { unigramSteps } from './unigramSteps.ts';
import { wordPieceSteps } from './wordPieceSteps.ts';

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
  const parts = steps(metadata, listed, fields);
  const added_tokens = addedTokens(
    listed,
    parts.spacedMask ? metadata.number('tokenizer.ggml.mask_token_id') : undefined,
  );
  return new JsonFields({ ...parts.steps, added_tokens }, metadata.file);
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

/** What is found in a text before it is cut; one of them takes the white space in front of it. */
function addedTokens(tokens: readonly ListedToken[], spaced: number | undefined): readonly JsonObject[] {
  return tokens.flatMap(({ text, kind }, id) => {
    const special = kind === KIND.control || kind === KIND.unknown;
    if ((!special && kind !== KIND.userDefined) || text === '') return [];
    return [{ id, content: text, special, normalized: false, lstrip: id === spaced }];
  });
}

interface Parts {
  readonly steps: JsonObject;
  /** Whether the token of a masked word takes the white space in front of it, which no key says. */
  readonly spacedMask?: boolean | undefined;
}

type Steps = (metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields) => Parts;

const STEPS: Readonly<Record<string, Steps>> = {
  bert: (metadata, tokens) => ({ steps: wordPieceSteps(metadata, tokens) }),
  gemma4: (metadata, tokens, fields) => ({ steps: gemma4Steps(metadata, tokens, fields) }),
  gpt2: gpt2Steps,
  llama: (metadata, tokens, fields) => ({ steps: llamaSteps(metadata, tokens, fields) }),
  t5: (metadata, tokens, fields) => ({ steps: unigramSteps(metadata, tokens, fields), spacedMask: true }),
};

/** Byte-level byte pairs; how a text is cut into words has a name in tokenizer.ggml.pre. */
function gpt2Steps(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): Parts {
  const merges = mergesOf(metadata, fields);
  const { begins = false, encodes = false, wholeFirst = false, ...steps } = byteLevelSteps(wayToCut(metadata), fields);
  const ends = { ...GENERATING, begins: begins || encodes, closes: encodes };
  return {
    steps: {
      ...steps,
      decoder: { type: 'ByteLevel' },
      post_processor: frameAround(metadata, tokens, ends),
      model: { type: 'BPE', vocab: vocabularyOf(tokens), merges, ignore_merges: wholeFirst },
    },
    spacedMask: encodes,
  };
}

/** Ollama's converter has no name for gpt-oss's way and says "default"; its own code cuts as for GPT-4o. */
function wayToCut(metadata: Metadata): string | undefined {
  return metadata.text('general.architecture') === 'gptoss' ? 'gpt-4o' : metadata.text('tokenizer.ggml.pre');
}

function mergesOf(metadata: Metadata, fields: JsonFields): readonly (readonly [string, string])[] {
  const merges = metadata.texts('tokenizer.ggml.merges');
  if (!merges) throw fields.invalid('is missing', 'tokenizer.ggml.merges');
  return merges.map(pairOf);
}

/** 'a b' → ['a', 'b']; the first part may itself be a space in vocabularies that are not byte-level. */
function pairOf(merge: string): readonly [string, string] {
  const space = merge.indexOf(' ', 1);
  return [merge.slice(0, space), merge.slice(space + 1)];
}

const SPACE = '▁';
const TO_MARKS = { type: 'Replace', pattern: { String: ' ' }, content: SPACE };
const FROM_MARKS = { type: 'Replace', pattern: { String: SPACE }, content: ' ' };

/** Gemma 4's: byte pairs of characters with a list of merges, no words, and single bytes for what the vocabulary lacks. */
function gemma4Steps(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): JsonObject {
  const unknown = tokens[metadata.number('tokenizer.ggml.unknown_token_id') ?? -1]?.text ?? null;
  return {
    normalizer: TO_MARKS,
    decoder: { type: 'Sequence', decoders: [FROM_MARKS, { type: 'ByteFallback' }, { type: 'Fuse' }] },
    post_processor: frameAround(metadata, tokens, { ...GENERATING, begins: true }),
    model: {
      ...{ type: 'BPE', vocab: vocabularyOf(tokens), merges: mergesOf(metadata, fields), unk_token: unknown },
      ...{ fuse_unk: true, byte_fallback: tokens.some(({ kind }) => kind === KIND.byte) },
    },
  };
}

/** SentencePiece: byte pairs of characters, whose ranks are scores, and single bytes for what the vocabulary lacks. */
function llamaSteps(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): JsonObject {
  // Ollama's name for Gemma 4's; its scores are the tokens' ids.
  if (metadata.text('tokenizer.ggml.pre') === 'gemma4' && metadata.has('tokenizer.ggml.merges'))
    return gemma4Steps(metadata, tokens, fields);
  const scores = scoresOf(metadata, tokens, fields);
  // Ollama's files of Gemma do not say that it has none.
  const isGemma = metadata.text('general.architecture')?.startsWith('gemma') ?? false;
  const prefixed = metadata.flag('tokenizer.ggml.add_space_prefix') ?? !isGemma;
  const unknown = tokens[metadata.number('tokenizer.ggml.unknown_token_id') ?? 0]?.text;
  const first = prefixed ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : [];
  return {
    normalizer: prefixed
      ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: SPACE }, TO_MARKS] }
      : TO_MARKS,
    decoder: { type: 'Sequence', decoders: [FROM_MARKS, { type: 'ByteFallback' }, { type: 'Fuse' }, ...first] },
    post_processor: frameAround(metadata, tokens, { ...GENERATING, begins: true }),
    model: {
      ...{ type: 'BPE', vocab: vocabularyOf(tokens), merges: scoredMerges(tokens, scores, fields) },
      ...{ unk_token: unknown, fuse_unk: true, byte_fallback: tokens.some(({ kind }) => kind === KIND.byte) },
    },
  };
}
