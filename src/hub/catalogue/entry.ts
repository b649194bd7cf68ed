// What the catalogue says of a model. Sizes, licences and contexts are those that pages and config.json at the hub state
// (November 2026); a size that no page says is the number of weights times two bytes. What could not be looked up is left
// out. Knows no wording and no network.

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
  /** The longest text in tokens, where the page says one. */
  readonly context?: number;
  readonly purpose: Purpose;
}
