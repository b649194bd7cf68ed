// Bytes as people read them: two hexadecimal digits each.

/** [232, 171] → ['E8', 'AB'] */
export function byteNames(bytes: readonly number[]): readonly string[] {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
}

/** Bytes that are no whole character, beside text: [232, 171] → '\xE8\xAB' */
export function escapedBytes(bytes: readonly number[]): string {
  return byteNames(bytes)
    .map((name) => `\\x${name}`)
    .join('');
}
