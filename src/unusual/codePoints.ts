// Code points around a place of a text. Knows no kinds of characters.

/** The character that begins at an offset; '' at the end. A lone surrogate is a character of its own. */
export function characterAt(text: string, offset: number): string {
  const codePoint = text.codePointAt(offset);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}

/** The character that ends at an offset; '' at the beginning. */
export function characterBefore(text: string, offset: number): string {
  if (offset < 2) return text.slice(0, Math.max(0, offset));
  const pair = text.slice(offset - 2, offset);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(1);
}

/** Where the characters that a test accepts end, the one at `offset` being accepted. */
export function endOfRun(text: string, offset: number, accepts: (character: string) => boolean): number {
  let end = offset;
  for (let next = characterAt(text, end); next !== '' && accepts(next); next = characterAt(text, end))
    end += next.length;
  return end;
}

/** U+200B, U+1F600. */
export function codePointLabel(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
