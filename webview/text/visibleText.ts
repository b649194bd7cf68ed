// What a token looks like when nothing of it is hidden: white space, control characters and parts of characters as
// signs. Pure; knows no component.

export interface TextPart {
  readonly text: string;
  /** sign: stands for something that cannot be seen. */
  readonly kind: 'text' | 'sign';
}

export interface ShownToken {
  readonly text: string | undefined;
  readonly bytes: readonly number[];
}

const SIGNS: Readonly<Record<string, string>> = {
  ' ': '·',
  '\n': '⏎',
  '\r': '␍',
  '\t': '⇥',
  '\u00a0': '⍽',
  '\u3000': '□',
};
/** Control and format characters, lone marks of direction, invisible joiners. */
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Zs}/u;

/** ' a\n' → sign '·', text 'a', sign '⏎'; bytes inside a character → sign '\xE8' */
export function visibleParts({ text, bytes }: ShownToken): readonly TextPart[] {
  if (text === undefined) return [{ text: bytes.map(escapedByte).join(''), kind: 'sign' }];
  const parts: TextPart[] = [];
  for (const character of text) {
    const sign = SIGNS[character] ?? (UNSEEN.test(character) ? escapedCharacter(character) : undefined);
    const kind = sign === undefined ? 'text' : 'sign';
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { text: last.text + (sign ?? character), kind };
    else parts.push({ text: sign ?? character, kind });
  }
  return parts;
}

export function visibleText(token: ShownToken): string {
  return (
    visibleParts(token)
      .map((part) => part.text)
      .join('') || '∅'
  );
}

/** At most `length` characters, for labels. */
export function shortText(token: ShownToken, length: number): string {
  const characters = Array.from(visibleText(token));
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
}

export function hexBytes(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

function escapedByte(byte: number): string {
  return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function escapedCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16).toUpperCase()}}`;
}
