// The entries of a GGUF file's vocabulary as the file has them.

/** Kinds of tokens as llama.cpp numbers them; all others are ordinary entries, bytes and such without use. */
export const KIND = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface ListedToken {
  readonly text: string;
  readonly kind: number;
}
