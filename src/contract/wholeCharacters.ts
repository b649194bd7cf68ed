// Whether bytes are whole characters, which is what it means that a token has a text. Knows no token.

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text that the bytes encode in UTF-8; undefined where they are not valid UTF-8, such as a part of a character.
 * [232] → undefined, [195, 168] → 'è'
 */
export function wholeCharacters(bytes: readonly number[]): string | undefined {
  try {
    return strict.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
