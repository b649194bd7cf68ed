// The byte-level alphabet: GPT-2 writes each of the 256 bytes as a printable character, so that merges work on text.
// Radford et al. 2019, §2.2; bytes_to_unicode() in encoder.py of openai/gpt-2. Knows no vocabulary.

/** The character of each byte. 32 → 'Ġ' (U+0120), 65 → 'A' */
export const byteLevelAlphabet: readonly string[] = alphabet();
const BYTE_OF = new Map(byteLevelAlphabet.map((character, byte) => [character, byte]));

function alphabet(): string[] {
  let nextSubstitute = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : nextSubstitute++);
  });
}

/** The bytes that a vocabulary entry stands for; undefined where it is not written in the alphabet. 'Ġè' → [32, 232] */
export function byteLevelBytes(token: string): readonly number[] | undefined {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = BYTE_OF.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return bytes;
}
