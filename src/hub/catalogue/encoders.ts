// Models of the catalogue that read a whole text at once, for words that are masked or for a vector of the whole.
import { type CatalogueEntry, GB, MB } from './entry.ts';

export const ENCODERS: readonly CatalogueEntry[] = [
  {
    repo: 'google-bert/bert-base-uncased',
    modelType: 'bert',
    weightBytes: 440 * MB,
    licence: 'apache-2.0',
    context: 512,
    purpose: 'masked-words',
  },
  {
    repo: 'sentence-transformers/all-MiniLM-L6-v2',
    modelType: 'bert',
    weightBytes: 90.9 * MB,
    licence: 'apache-2.0',
    context: 512,
    purpose: 'sentence-vectors',
  },
  {
    repo: 'answerdotai/ModernBERT-base',
    modelType: 'modernbert',
    weightBytes: 599 * MB,
    licence: 'apache-2.0',
    context: 8192,
    purpose: 'modern-encoder',
  },
  {
    repo: 'google/embeddinggemma-300m',
    modelType: 'gemma3_text',
    licence: 'gemma',
    gated: true,
    context: 2048,
    purpose: 'vectors-both-ways',
  },
  {
    repo: 'Qwen/Qwen3-Embedding-0.6B',
    modelType: 'qwen3',
    weightBytes: 1.19 * GB,
    licence: 'apache-2.0',
    context: 32768,
    purpose: 'decoder-vectors',
  },
];
