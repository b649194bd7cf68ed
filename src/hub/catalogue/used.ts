// Models of the catalogue that people have on their machines and put into programs, in their smallest sizes.
import { type CatalogueEntry, GB, MB } from './entry.ts';

export const USED: readonly CatalogueEntry[] = [
  {
    repo: 'Qwen/Qwen3-0.6B',
    modelType: 'qwen3',
    weightBytes: 1.5 * GB,
    gguf: {
      repo: 'Qwen/Qwen3-0.6B-GGUF',
      file: 'Qwen3-0.6B-Q8_0.gguf',
      architecture: 'qwen3',
      bytes: 639 * MB,
    },
    licence: 'apache-2.0',
    context: 40960,
    purpose: 'thinking',
  },
  {
    repo: 'Qwen/Qwen3-0.6B-Base',
    modelType: 'qwen3',
    weightBytes: 1.19 * GB,
    licence: 'apache-2.0',
    context: 32768,
    purpose: 'multilingual-base',
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
    repo: 'google/gemma-3-1b-it',
    modelType: 'gemma3_text',
    weightBytes: 2 * GB,
    gguf: {
      repo: 'unsloth/gemma-3-1b-it-GGUF',
      file: 'gemma-3-1b-it-Q4_K_M.gguf',
      architecture: 'gemma3',
      bytes: 806 * MB,
    },
    licence: 'gemma',
    gated: true,
    context: 32768,
    purpose: 'windows',
  },
  {
    repo: 'meta-llama/Llama-3.2-1B-Instruct',
    modelType: 'llama',
    weightBytes: 2.47 * GB,
    gguf: {
      repo: 'bartowski/Llama-3.2-1B-Instruct-GGUF',
      file: 'Llama-3.2-1B-Instruct-Q4_K_M.gguf',
      architecture: 'llama',
      bytes: 808 * MB,
    },
    licence: 'llama3.2',
    gated: true,
    context: 131072,
    purpose: 'grouped-queries',
  },
  {
    repo: 'ibm-granite/granite-4.0-350m',
    modelType: 'granitemoehybrid',
    weightBytes: 705 * MB,
    gguf: {
      repo: 'ibm-granite/granite-4.0-350m-GGUF',
      file: 'granite-4.0-350m-Q8_0.gguf',
      architecture: 'granite',
      bytes: 378 * MB,
    },
    licence: 'apache-2.0',
    context: 32768,
    purpose: 'attention-alone',
  },
];
