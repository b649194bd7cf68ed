// What it means that a token has a text: its bytes are whole characters. Knows no token.

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text whose UTF-8 the bytes are; undefined where they begin or end inside a character, or are none. */
export function wholeCharacters(bytes: readonly number[]): string | undefined {
  try {
    return strict.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
