// Small models worth looking into, all of architectures that Tokenscope runs. Sizes, licences and contexts are those
// that their pages and config.json at the hub state (November 2026). Knows no wording and no network.

/** Why a model is worth looking into; messages/purposeText.ts words it. */
export type Purpose =
  | 'classic'
  | 'distilled'
  | 'stories'
  | 'interpretability'
  | 'modern-tiny'
  | 'chat-tiny'
  | 'multilingual'
  | 'multilingual-base'
  | 'thinking';

export interface CatalogueEntry {
  /** owner/name, with @revision where the main branch has no safetensors. */
  readonly repo: string;
  readonly modelType: string;
  /**
   * The size of the weights alone, rounded as the hub shows it. The hub is asked for the exact size before the user
   * consents.
   */
  readonly weightBytes: number;
  /** The SPDX identifier in lower case, as the hub writes it; undefined where the page states none. */
  readonly licence: string | undefined;
  /** max_position_embeddings or n_positions, in tokens. */
  readonly context: number;
  readonly purpose: Purpose;
}

const MB = 1e6;

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    repo: 'openai-community/gpt2',
    modelType: 'gpt2',
    weightBytes: 548 * MB,
    licence: 'mit',
    context: 1024,
    purpose: 'classic',
  },
  {
    repo: 'distilbert/distilgpt2',
    modelType: 'gpt2',
    weightBytes: 353 * MB,
    licence: 'apache-2.0',
    context: 1024,
    purpose: 'distilled',
  },
  {
    repo: 'EleutherAI/pythia-70m',
    modelType: 'gpt_neox',
    weightBytes: 166 * MB,
    licence: 'apache-2.0',
    context: 2048,
    purpose: 'interpretability',
  },
  {
    repo: 'roneneldan/TinyStories-33M@refs/pr/3',
    modelType: 'gpt_neo',
    weightBytes: 291 * MB,
    licence: undefined,
    context: 2048,
    purpose: 'stories',
  },
  {
    repo: 'HuggingFaceTB/SmolLM2-135M',
    modelType: 'llama',
    weightBytes: 269 * MB,
    licence: 'apache-2.0',
    context: 8192,
    purpose: 'modern-tiny',
  },
  {
    repo: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    modelType: 'llama',
    weightBytes: 269 * MB,
    licence: 'apache-2.0',
    context: 8192,
    purpose: 'chat-tiny',
  },
  {
    repo: 'Qwen/Qwen2.5-0.5B',
    modelType: 'qwen2',
    weightBytes: 988 * MB,
    licence: 'apache-2.0',
    context: 32768,
    purpose: 'multilingual',
  },
  {
    repo: 'Qwen/Qwen3-0.6B-Base',
    modelType: 'qwen3',
    weightBytes: 1190 * MB,
    licence: 'apache-2.0',
    context: 32768,
    purpose: 'multilingual-base',
  },
  {
    repo: 'Qwen/Qwen3-0.6B',
    modelType: 'qwen3',
    weightBytes: 1500 * MB,
    licence: 'apache-2.0',
    context: 40960,
    purpose: 'thinking',
  },
];

/**
 * The engine's list, which a test compares with this one: a model that cannot run is refused before it is downloaded.
 */
export const RUNNABLE_MODEL_TYPES: readonly string[] = [
  'apertus',
  'arcee',
  'bloom',
  'codegen',
  'cohere',
  'cohere2',
  'ernie4_5',
  'exaone4',
  'falcon',
  'gemma',
  'gemma2',
  'gemma3',
  'gemma4',
  'gemma3_text',
  'gemma4_text',
  'glm',
  'glm4',
  'gpt2',
  'gpt_bigcode',
  'gpt_neo',
  'gpt_neox',
  'gpt_oss',
  'gptj',
  'granite',
  'granitemoe',
  'granitemoehybrid',
  'helium',
  'hunyuan_v1_dense',
  'idefics3',
  'internvl',
  'lfm2',
  'llama',
  'llava',
  'llava_next',
  'llava_onevision',
  'mamba2',
  'ministral3',
  'mistral',
  'mistral3',
  'mixtral',
  'mpt',
  'nanochat',
  'olmo',
  'olmo2',
  'olmo3',
  'olmoe',
  'opt',
  'phi',
  'phi3',
  'phimoe',
  'qwen2',
  'qwen2_5_vl',
  'qwen2_5_vl_text',
  'qwen2_moe',
  'qwen2_vl',
  'qwen2_vl_text',
  'qwen3',
  'qwen3_moe',
  'qwen3_vl',
  'qwen3_vl_text',
  'seed_oss',
  'smollm3',
  'smolvlm',
  'stablelm',
  'starcoder2',
  'vipllava',
];

/** llama.cpp's names of architectures and Hugging Face's of the same, where GGUF files of them are read. */
const MODEL_TYPES_BY_GGUF: Readonly<Record<string, string>> = {
  arcee: 'arcee',
  bloom: 'bloom',
  cohere2: 'cohere2',
  'command-r': 'cohere',
  ernie4_5: 'ernie4_5',
  exaone4: 'exaone4',
  falcon: 'falcon',
  gemma: 'gemma',
  gemma2: 'gemma2',
  gemma3: 'gemma3_text',
  glm4: 'glm4',
  'gpt-oss': 'gpt_oss',
  gpt2: 'gpt2',
  gptneox: 'gpt_neox',
  granite: 'granite',
  granitehybrid: 'granitemoehybrid',
  granitemoe: 'granitemoe',
  lfm2: 'lfm2',
  llama: 'llama',
  mamba2: 'mamba2',
  olmo: 'olmo',
  olmo2: 'olmo2',
  olmoe: 'olmoe',
  phi2: 'phi',
  phi3: 'phi3',
  qwen2: 'qwen2',
  qwen2moe: 'qwen2_moe',
  qwen3: 'qwen3',
  qwen3moe: 'qwen3_moe',
  seed_oss: 'seed_oss',
  smollm3: 'smollm3',
  stablelm: 'stablelm',
  starcoder: 'gpt_bigcode',
  starcoder2: 'starcoder2',
};

/** llama.cpp's names of the architectures that run. */
export const RUNNABLE_GGUF_ARCHITECTURES: readonly string[] = Object.keys(MODEL_TYPES_BY_GGUF).filter((name) =>
  RUNNABLE_MODEL_TYPES.includes(MODEL_TYPES_BY_GGUF[name]),
);
