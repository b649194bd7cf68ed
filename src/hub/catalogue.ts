// The catalogue of models worth looking into, of those that this Tokenscope runs, and the lists of what it runs. Knows no
// wording and no network.
import { ENCODERS } from './catalogue/encoders.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { SMALL } from './catalogue/small.ts';
import { SPECIAL } from './catalogue/special.ts';
import { USED } from './catalogue/used.ts';

/**
 * The engine's list, which a test compares with this one: a model that cannot run is refused before it is downloaded.
 */
export const RUNNABLE_MODEL_TYPES: readonly string[] = [
  'apertus',
  'arcee',
  'bert',
  'bloom',
  'camembert',
  'codegen',
  'cohere',
  'cohere2',
  'distilbert',
  'ernie4_5',
  'exaone4',
  'falcon',
  'falcon_h1',
  'gemma',
  'gemma2',
  'gemma3',
  'gemma4',
  'gemma3_text',
  'gemma3n',
  'gemma3n_text',
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
  'modernbert',
  'mpt',
  'nanochat',
  'nomic_bert',
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
  'qwen3_5',
  'qwen3_5_moe',
  'qwen3_5_moe_text',
  'qwen3_5_text',
  'qwen3_moe',
  'qwen3_next',
  'qwen3_vl',
  'qwen3_vl_text',
  'roberta',
  'seed_oss',
  'smollm3',
  'smolvlm',
  'stablelm',
  'starcoder2',
  'vipllava',
  'xlm-roberta',
];

/** llama.cpp's names of architectures and Hugging Face's of the same, where GGUF files of them are read. */
const MODEL_TYPES_BY_GGUF: Readonly<Record<string, string>> = {
  apertus: 'apertus',
  arcee: 'arcee',
  bert: 'bert',
  bloom: 'bloom',
  chatglm: 'glm',
  cohere2: 'cohere2',
  'command-r': 'cohere',
  ernie4_5: 'ernie4_5',
  exaone4: 'exaone4',
  falcon: 'falcon',
  'falcon-h1': 'falcon_h1',
  gemma: 'gemma',
  gemma2: 'gemma2',
  gemma3: 'gemma3_text',
  'gemma-embedding': 'gemma3_text',
  gemma3n: 'gemma3n_text',
  gemma4: 'gemma4_text',
  glm4: 'glm4',
  'gpt-oss': 'gpt_oss',
  gpt2: 'gpt2',
  gptneox: 'gpt_neox',
  gptoss: 'gpt_oss',
  granite: 'granite',
  granitehybrid: 'granitemoehybrid',
  granitemoe: 'granitemoe',
  'hunyuan-dense': 'hunyuan_v1_dense',
  lfm2: 'lfm2',
  llama: 'llama',
  mamba2: 'mamba2',
  mistral3: 'mistral',
  'modern-bert': 'modernbert',
  mpt: 'mpt',
  'nomic-bert': 'nomic_bert',
  olmo: 'olmo',
  olmo2: 'olmo2',
  olmoe: 'olmoe',
  phi2: 'phi',
  phi3: 'phi3',
  phimoe: 'phimoe',
  qwen2: 'qwen2',
  qwen2moe: 'qwen2_moe',
  qwen2vl: 'qwen2_vl_text',
  qwen3: 'qwen3',
  qwen35: 'qwen3_5_text',
  qwen35moe: 'qwen3_5_moe_text',
  qwen3moe: 'qwen3_moe',
  qwen3next: 'qwen3_next',
  qwen3vl: 'qwen3_vl_text',
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

export type CatalogueGroupName = 'small' | 'special' | 'used' | 'encoders';

export interface CatalogueGroup {
  readonly name: CatalogueGroupName;
  readonly entries: readonly CatalogueEntry[];
}

/** All that was written down, in the order in which it is listed, also what does not run. */
export const WHOLE_CATALOGUE: readonly CatalogueGroup[] = [
  { name: 'small', entries: SMALL },
  { name: 'special', entries: SPECIAL },
  { name: 'used', entries: USED },
  { name: 'encoders', entries: ENCODERS },
];

/** The groups with what runs: models of these types, and of these the GGUF files of these architectures. */
export function runnableCatalogue(
  modelTypes: readonly string[] = RUNNABLE_MODEL_TYPES,
  architectures: readonly string[] = RUNNABLE_GGUF_ARCHITECTURES,
): readonly CatalogueGroup[] {
  return WHOLE_CATALOGUE.map(({ name, entries }) => ({
    name,
    entries: entries
      .filter(({ modelType }) => modelTypes.includes(modelType))
      .map(({ gguf, ...entry }) => (gguf && architectures.includes(gguf.architecture) ? { ...entry, gguf } : entry)),
  })).filter(({ entries }) => entries.length > 0);
}
