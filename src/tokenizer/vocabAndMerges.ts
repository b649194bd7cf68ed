// Tokenizers from before tokenizer.json: a byte-level BPE tokenizer in vocab.json and merges.txt, as facebook/opt-125m has
// it, with its special tokens in other files. They are put together as the tokenizer.json that transformers would make
// of them (convert_slow_tokenizer.py), so that there is one way of reading tokenizers. Knows no text.

import { join } from 'node:path';
import {
  fileExists,
  type JsonObject,
  readJsonObject,
  readOptionalJsonObject,
  readTextFile,
} from '../checkpoint/jsonFile.ts';
import type { Failure } from '../contract/failure.ts';
import { JsonFields } from './jsonFields.ts';
import { listedTokens } from './listedTokens.ts';
import { CLASS_TOKENS, withSpecialTokensMap } from './specialTokens.ts';
import { readTokenizerConfig, tokenText } from './tokenizerConfig.ts';

/** The largest published files have 5 MB each. */
const MAX_BYTES = 100_000_000;
const MAX_CONFIG_BYTES = 20_000_000;

/** What tokenizer.json would say; undefined where the folder lacks one of the two files. Fails like loadTokenizer(). */
export async function vocabAndMerges(folder: string): Promise<JsonFields | undefined> {
  const vocabFile = join(folder, 'vocab.json');
  const mergesFile = join(folder, 'merges.txt');
  if (!(await fileExists(vocabFile)) || !(await fileExists(mergesFile))) return undefined;
  const vocab = await readJsonObject(vocabFile, MAX_BYTES);
  const merges = mergesOf(await readTextFile(mergesFile, MAX_BYTES), mergesFile);
  const settings = await settingsOf(folder);
  const added = listedTokens(vocab, settings.config, await optionalJson(folder, 'added_tokens.json'));
  const json = {
    added_tokens: added,
    ...(settings.isQwen ? QWEN : gpt2Steps(settings.config)),
    decoder: { type: 'ByteLevel' },
    post_processor: settings.config.add_bos_token === true ? beginningWith(settings.config.bos_token, added) : null,
    model: { type: 'BPE', vocab, merges },
  };
  return new JsonFields(json, vocabFile);
}

/** The pairs as they are written, lowest rank first. Fails with tokenizer-invalid. */
function mergesOf(text: string, file: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines[0].startsWith('#version') ? 1 : 0;
  return lines.flatMap((line, i) => {
    if (i < first || line === '') return [];
    if (line.split(' ').length === 2) return [line];
    const problem = `line ${i + 1} is ${JSON.stringify(line.slice(0, 80))}, not a pair`;
    throw { code: 'tokenizer-invalid', file, problem } satisfies Failure;
  });
}

interface Settings {
  /** What the tokenizer's class is made with: its defaults, under what the folder's files say. */
  readonly config: JsonObject;
  readonly isQwen: boolean;
}

/** The classes whose vocab.json and merges.txt are byte-level. */
const BYTE_LEVEL = ['GPT2Tokenizer', 'GPTNeoXTokenizer', 'CodeGenTokenizer', 'Qwen2Tokenizer'];
/** OPT has GPT-2's class, and its models have never seen a text without this token in front. */
const OPT = { unk_token: '</s>', bos_token: '</s>', eos_token: '</s>', pad_token: '<pad>', add_bos_token: true };
/** Says nothing about the kind of tokenizer, which the model's type then does. */
const ANY_CLASS = 'PreTrainedTokenizer';

/** Fails with tokenizer-invalid for a class whose files are not byte-level. */
async function settingsOf(folder: string): Promise<Settings> {
  const { file, fields } = await readTokenizerConfig(folder);
  const config = fields.values;
  const { model_type: type } = await optionalJson(folder, 'config.json');
  const named = typeof config.tokenizer_class === 'string' ? config.tokenizer_class.replace(/Fast$/, '') : ANY_CLASS;
  const byType = typeof type === 'string' && type.startsWith('qwen') ? 'Qwen2Tokenizer' : 'GPT2Tokenizer';
  const kind = named === ANY_CLASS || named === 'TokenizersBackend' ? byType : named;
  if (!BYTE_LEVEL.includes(kind)) throw unknownClass(file, kind);
  const defaults = type === 'opt' ? OPT : CLASS_TOKENS[kind];
  const said = await withSpecialTokensMap(folder, config);
  return { config: { ...defaults, ...said }, isQwen: kind === 'Qwen2Tokenizer' };
}

function unknownClass(file: string, name: string): Failure {
  const remedy = 'AutoTokenizer.from_pretrained(folder).save_pretrained(folder) of transformers writes tokenizer.json';
  const problem = `tokenizer_class is ${JSON.stringify(name.slice(0, 80))}, which needs a tokenizer.json; ${remedy}`;
  return { code: 'tokenizer-invalid', file, problem };
}

async function optionalJson(folder: string, name: string): Promise<JsonObject> {
  return await readOptionalJsonObject(join(folder, name), MAX_CONFIG_BYTES);
}

function gpt2Steps({ add_prefix_space: prefix }: JsonObject): JsonObject {
  return { pre_tokenizer: { type: 'ByteLevel', add_prefix_space: prefix === true } };
}

/** Qwen's words: contractions in any case, digits one by one, line breaks by themselves; characters are composed first. */
const QWEN_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const QWEN: JsonObject = {
  normalizer: { type: 'NFC' },
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: QWEN_WORDS }, behavior: 'Isolated', invert: false },
      { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
    ],
  },
};

/** Puts the token in front of every text; nothing where there is no such token. */
function beginningWith(written: unknown, added: ReturnType<typeof listedTokens>): JsonObject | null {
  const token = added.find(({ content }) => content === tokenText(written));
  if (!token) return null;
  const { id, content } = token;
  return {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: content, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    special_tokens: { [content]: { id: content, ids: [id], tokens: [content] } },
  };
}
