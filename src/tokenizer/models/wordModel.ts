// The interface of all models (tokenizer.json's "model"): they cut one word into entries of the vocabulary. Types only.

/**
 * Cuts a word. The pieces follow one another, and each stands for as many bytes of the word's UTF-8 as `bytes` says.
 */
export type WordModel = (word: string) => Pieces;

export interface Pieces {
  readonly ids: readonly number[];
  readonly bytes: readonly number[];
}
