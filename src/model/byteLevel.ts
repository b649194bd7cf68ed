// The byte-level alphabet: GPT-2 writes each of the 256 bytes as a printable character, so that merges work on text.
// Radford et al. 2019, §2.2; encoder.py, bytes_to_unicode(). Knows no vocabulary.

/** 'Ġ' (U+0120) → 32, 'A' → 65, … */
const BYTE_OF = new Map<string, number>();
let nextSubstitute = 256;
for (let byte = 0; byte < 256; byte++) {
  const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  BYTE_OF.set(String.fromCharCode(printable ? byte : nextSubstitute++), byte);
}

/** The bytes a token of the vocabulary stands for, or undefined where it is not written in the alphabet. 'Ġè' → [32, 232] */
export function byteLevelBytes(token: string): readonly number[] | undefined {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = BYTE_OF.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return bytes;
}
