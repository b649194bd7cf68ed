// Bits per byte: the bits that a model needs for a text, divided by the bytes of the text. Unlike bits per token it can
// be compared between models with different tokenizers. Knows neither a Transformer nor n-grams.

/** The bits of all `targets`, each of which follows one of `input`: Σ -log₂ p */
export type TokenBits = (input: readonly number[], targets: readonly number[]) => Promise<number>;

export interface KindBits {
  readonly bitsPerByte: number;
  readonly bits: number;
  readonly bytes: number;
  readonly tokens: number;
  readonly documents: number;
}

export interface Window {
  readonly input: readonly number[];
  /** The token that follows each of `input`. */
  readonly targets: readonly number[];
}

/**
 * A document in consecutive windows of at most `context` tokens. The first begins with `end`, each later one with the
 * last token of the window before, so that every token of the document is a target once:
 * [1, 2, 3], end 0, context 2 → [0, 1] → [1, 2] and [2] → [3].
 */
export function windowsOf(ids: readonly number[], end: number, context: number): Window[] {
  const stream = [end, ...ids];
  const windows: Window[] = [];
  for (let start = 0; start < ids.length; start += context) {
    const stop = Math.min(ids.length, start + context);
    windows.push({ input: stream.slice(start, stop), targets: stream.slice(start + 1, stop + 1) });
  }
  return windows;
}

/**
 * The measure for one kind of text: all bits over all bytes (UTF-8). The token that ends a document is given: it has no
 * byte and costs no bit.
 */
export async function kindBits(
  documents: readonly string[],
  encode: (text: string) => readonly number[],
  documentBits: (ids: readonly number[]) => Promise<number>,
): Promise<KindBits> {
  let bits = 0;
  let bytes = 0;
  let tokens = 0;
  for (const document of documents) {
    const ids = encode(document);
    bits += await documentBits(ids);
    bytes += Buffer.byteLength(document);
    tokens += ids.length;
  }
  return { bitsPerByte: bits / bytes, bits, bytes, tokens, documents: documents.length };
}
