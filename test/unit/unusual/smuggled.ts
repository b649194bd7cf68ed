// Hides text as its published encoders do. Knows no decoder.

/** As tag characters: each character of ASCII at U+E0000 and its own code. */
export function tags(text: string): string {
  return Array.from(text, (character) => String.fromCodePoint(0xe0000 + (character.codePointAt(0) ?? 0))).join('');
}

/** As variation selectors: a byte below 16 at U+FE00, others at U+E0100. */
export function selectors(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) =>
    String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16),
  ).join('');
}
