// How byte-level tokenizers cut a text into words, by the names that llama.cpp has for them (tokenizer.ggml.pre). The
// expressions are those of the models' own tokenizer.json, which llama.cpp rewrote for its own engine.
import type { JsonObject } from '../../checkpoint/jsonFile.ts';
import type { JsonFields } from '../jsonFields.ts';

export interface ByteLevelSteps {
  readonly normalizer: JsonObject | null;
  readonly pre_tokenizer: JsonObject;
  /** Texts begin with a special token where the file does not say it. */
  readonly begins?: boolean;
  /** Of encoders: texts begin and end with special tokens, and their mask takes the white space in front of it. */
  readonly encodes?: boolean;
  /** A word that is in the vocabulary is not merged. */
  readonly wholeFirst?: boolean;
}

const SUFFIXES = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const REST = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const WORD = '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+';
const UPPER = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const LOWER = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
/** Words as in camelCase, with `end` behind each. */
const cased = (end: string) =>
  `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+${end}|[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*${end}`;
const REST_WITH_SLASH = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const LLAMA3 = `${SUFFIXES}|${WORD}|\\p{N}{1,3}|${REST}`;
const QWEN2 = `${SUFFIXES}|${WORD}|\\p{N}|${REST}`;
const QWEN35 = `${SUFFIXES}|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
const TEKKEN = `${cased('')}|\\p{N}|${REST_WITH_SLASH}`;
const GPT4O = `${cased(`${SUFFIXES}?`)}|\\p{N}{1,3}|${REST_WITH_SLASH}`;
const SEED = `${SUFFIXES}|${WORD}|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
const DEEPSEEK3 =
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const BLOOM = ' ?[^(\\s|.,!?…。，、।۔،)]+';
const CHINESE = '[\\u4e00-\\u9fa5\\u3040-\\u309f\\u30a0-\\u30ff]+';

interface Named {
  readonly names: readonly string[];
  /** Expressions that cut a text one after the other. */
  readonly cuts: readonly string[];
  readonly composes?: true;
  readonly begins?: true;
  readonly encodes?: true;
  readonly wholeFirst?: true;
}

const NAMED: readonly Named[] = [
  {
    names: ['gpt-2', 'phi-2', 'mpt', 'jais', 'exaone4', 'gigachat', 'a.x-4.0', 'mellum', 'trillion', 'granite-docling'],
    cuts: [GPT2],
  },
  {
    names: ['roberta-bpe', 'jina-v1-en', 'jina-v2-code', 'jina-v2-es', 'jina-v2-de', 'jina-es', 'jina-de'],
    cuts: [GPT2],
    encodes: true,
  },
  { names: ['olmo'], cuts: [GPT2], composes: true },
  { names: ['modern-bert'], cuts: [GPT2], composes: true, encodes: true },
  {
    names: ['llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'falcon-h1', 'pixtral', 'midm-2.0', 'lfm2', 'jina-v5-nano'],
    cuts: [LLAMA3],
    begins: true,
    wholeFirst: true,
  },
  { names: ['dbrx', 'smaug-bpe', 'chatglm-bpe', 'glm4'], cuts: [LLAMA3] },
  { names: ['qwen2', 'deepseek-r1-qwen', 'kormo', 'f2llmv2', 'megrez'], cuts: [QWEN2], composes: true },
  { names: ['stablelm2', 'hunyuan', 'solar-open', 'grok-2'], cuts: [QWEN2] },
  { names: ['qwen35'], cuts: [QWEN35], composes: true },
  {
    names: ['starcoder', 'refact', 'command-r', 'smollm', 'codeshell', 'exaone', 'minerva-7b', 'mellum2'],
    cuts: ['\\p{N}', GPT2],
  },
  { names: ['tekken'], cuts: [TEKKEN], begins: true, wholeFirst: true },
  { names: ['gpt-4o', 'llama4', 'kanana2', 'talkie', 'minimax-m2'], cuts: [GPT4O] },
  { names: ['seed-coder'], cuts: [SEED] },
  { names: ['deepseek-v3', 'hunyuan-dense', 'joyai-llm', 'hy_v4'], cuts: ['\\p{N}{1,3}', CHINESE, DEEPSEEK3] },
  {
    names: ['deepseek-coder'],
    cuts: ['[\\r\\n]', '\\s?\\p{L}+', '\\s?\\p{P}+', '[\\u4e00-\\u9fa5\\u0800-\\u4e00\\uac00-\\ud7ff]+', '\\p{N}'],
  },
  { names: ['falcon'], cuts: ['[\\p{P}\\$\\+<=>\\^~\\|`]+', GPT2, '[0-9][0-9][0-9]'] },
  { names: ['poro-chat', 'bloom', 'gpt3-finnish'], cuts: [BLOOM] },
  { names: ['viking'], cuts: [BLOOM, '\\p{N}'] },
  { names: ['default'], cuts: ['[\\p{P}\\$\\+<=>\\^~\\|]+', GPT2, '\\p{N}+', '[0-9][0-9][0-9]'] },
];

/** The steps by name; llama.cpp's default where a file has none. Fails with tokenizer-invalid for a name that is not there. */
export function byteLevelSteps(name = 'default', fields: JsonFields): ByteLevelSteps {
  const found = NAMED.find(({ names }) => names.includes(name));
  if (!found) throw fields.invalid(`is ${JSON.stringify(name.slice(0, 80))}, which Tokenscope does not have`, KEY);
  const splits = found.cuts.map((Regex) => ({
    type: 'Split',
    pattern: { Regex },
    behavior: 'Isolated',
    invert: false,
  }));
  return {
    normalizer: found.composes ? { type: 'NFC' } : null,
    pre_tokenizer: { type: 'Sequence', pretokenizers: [...splits, BYTES] },
    begins: found.begins,
    encodes: found.encodes,
    wholeFirst: found.wholeFirst,
  };
}

const KEY = 'tokenizer.ggml.pre';
const BYTES = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
