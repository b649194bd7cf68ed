// What the catalogue says of a model. In December 2026 it was compared with stored pages of the hub, and of services that run these
// models, as far as such pages were found:
//   size, licence and context: gpt-oss-20b, ModernBERT-base, Falcon-H1-0.5B-Instruct
//   size and licence: mamba2-130m-hf, SmolLM2-135M-Instruct, pythia-70m (the size of its older edition, which has the same shape)
//   size and context: Qwen3-Embedding-0.6B
//   licence and context: Qwen3.5-0.8B, gemma-4-E2B-it, granite-4.0-h-350m
//   licence: LFM2-350M, SmolVLM-256M-Instruct
//   context: Qwen3-0.6B (config.json has more than the card's 32,768), ERNIE-4.5-0.3B-PT, embeddinggemma-300m, all-MiniLM-L6-v2
//     (config.json; its card says that longer texts than 256 are cut)
//   the GGUF file's size: OLMoE-1B-7B-0125
// Everything else was written down without a page at hand and may be wrong; the hub is asked before anything is downloaded. A size
// that no page says is the number of weights times two bytes, and what nobody knew is left out. Knows no wording and no network.

export const MB = 1e6;
export const GB = 1e9;

/** Why a model is worth looking into, and what there is to see in it; messages/purposeText.ts words it. */
export type Purpose =
  | 'classic'
  | 'distilled'
  | 'stories'
  | 'interpretability'
  | 'modern-tiny'
  | 'chat-tiny'
  | 'chat-larger'
  | 'large-table'
  | 'rotary-neighbours'
  | 'short-convolutions'
  | 'states-and-attention'
  | 'states-alone'
  | 'states-beside-attention'
  | 'linear-attention'
  | 'alibi'
  | 'experts-few'
  | 'experts-many'
  | 'sinks'
  | 'layer-embeddings'
  | 'text-of-pictures'
  | 'multilingual'
  | 'multilingual-base'
  | 'thinking'
  | 'windows'
  | 'grouped-queries'
  | 'attention-alone'
  | 'masked-words'
  | 'sentence-vectors'
  | 'modern-encoder'
  | 'vectors-both-ways'
  | 'decoder-vectors';

/** The same model as one GGUF file, in the quantisation that is suggested. */
export interface CatalogueGguf {
  readonly repo: string;
  readonly file: string;
  /** llama.cpp's name of the architecture. */
  readonly architecture: string;
  readonly bytes: number;
}

export interface CatalogueEntry {
  /** owner/name, with @revision where the main branch has no safetensors. */
  readonly repo: string;
  readonly modelType: string;
  /**
   * The size of the safetensors alone, rounded as the hub shows it. The hub is asked for the exact size before the user
   * consents.
   */
  readonly weightBytes?: number;
  readonly gguf?: CatalogueGguf;
  /**
   * The SPDX identifier in lower case, as the hub writes it, or the name of another; null where the page states none, and left
   * out where it was not looked up.
   */
  readonly licence?: string | null;
  /** The hub asks for consent to conditions, and for a token, before it gives the safetensors. */
  readonly gated?: true;
  /** The longest text in tokens, by config.json where that differs from the page. */
  readonly context?: number;
  readonly purpose: Purpose;
}
