// The special tokens of a tokenizer by their roles, such as bos_token, as transformers 4.57 finds them: its class's own,
// under tokenizer_config.json, under special_tokens_map.json of older tokenizers. Knows no ids.
import { join } from 'node:path';
import { type JsonObject, readOptionalJsonObject } from '../checkpoint/jsonFile.ts';
import { isRecord } from '../contract/isRecord.ts';
import { readTokenizerConfig, tokenText } from './tokenizerConfig.ts';

const MAX_BYTES = 20_000_000;
const END_OF_TEXT = '<|endoftext|>';
const LLAMA = { unk_token: '<unk>', bos_token: '<s>', eos_token: '</s>' };
const GPT2 = { unk_token: END_OF_TEXT, bos_token: END_OF_TEXT, eos_token: END_OF_TEXT };

/** What a tokenizer's class is made with where no file says it; the names are without `Fast`. */
export const CLASS_TOKENS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CodeGenTokenizer: GPT2,
  CodeLlamaTokenizer: LLAMA,
  CohereTokenizer: { unk_token: '<UNK>', bos_token: '<BOS_TOKEN>', eos_token: '<|END_OF_TURN_TOKEN|>' },
  GPT2Tokenizer: GPT2,
  GPTNeoXTokenizer: GPT2,
  GemmaTokenizer: { unk_token: '<unk>', bos_token: '<bos>', eos_token: '<eos>', pad_token: '<pad>' },
  LlamaTokenizer: LLAMA,
  Qwen2Tokenizer: { unk_token: END_OF_TEXT, eos_token: END_OF_TEXT, pad_token: END_OF_TEXT },
};

const ROLES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/**
 * tokenizer_config.json under special_tokens_map.json, which counts beside a file from before added_tokens_decoder.
 * Fails with file-unreadable, json-invalid.
 */
export async function withSpecialTokensMap(folder: string, config: JsonObject): Promise<JsonObject> {
  if (config.added_tokens_decoder) return config;
  return { ...config, ...(await readOptionalJsonObject(join(folder, 'special_tokens_map.json'), MAX_BYTES)) };
}

/**
 * The tokens that a chat template knows by name, as special_tokens_map of PreTrainedTokenizerBase: texts, and the list
 * additional_special_tokens. Names of a model's own are in extra_special_tokens, such as image_token. Fails with
 * file-unreadable, json-invalid.
 */
export async function specialTokens(folder: string): Promise<JsonObject> {
  const config = await withSpecialTokensMap(folder, (await readTokenizerConfig(folder)).fields.values);
  const { tokenizer_class: written, additional_special_tokens: additional, extra_special_tokens: extra } = config;
  const name = typeof written === 'string' ? written.replace(/Fast$/, '') : '';
  const own = Object.hasOwn(CLASS_TOKENS, name) ? CLASS_TOKENS[name] : {};
  const roles = { ...own, ...pick(config, ROLES), ...(isRecord(extra) ? extra : {}) };
  const named = Object.entries(roles).flatMap(([role, token]) => {
    const text = tokenText(token);
    return text ? [[role, text]] : [];
  });
  const more = Array.isArray(additional) ? additional.map(tokenText).filter((text) => text !== undefined) : [];
  return { ...Object.fromEntries(named), ...(more.length > 0 && { additional_special_tokens: more }) };
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]));
}
