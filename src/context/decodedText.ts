// The bytes of a file as text, the way an editor reads it: UTF-8, or UTF-16 with a byte order mark. Knows no files.

/** As in git: a NUL so near the beginning is in no text. */
const LOOKED_AT = 8_000;

export type DecodedText =
  | { readonly text: string; readonly why?: undefined }
  | { readonly why: 'binary' | 'encoding'; readonly text?: undefined };

/** The text without its byte order mark, or why it is none. */
export function decodedText(bytes: Uint8Array): DecodedText {
  const [first, second, third, fourth] = bytes;
  // The mark of UTF-32 begins like that of UTF-16.
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return { why: 'encoding' };
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decoded(bytes, 'utf-16be');
  if (bytes.subarray(0, LOOKED_AT).includes(0)) return { why: 'binary' };
  return decoded(bytes, 'utf-8');
}

function decoded(bytes: Uint8Array, encoding: string): DecodedText {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { why: 'encoding' };
  }
}
