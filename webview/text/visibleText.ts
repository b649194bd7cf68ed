// Makes everything in a token visible: white space, control characters and parts of characters become signs. Pure;
// knows no component.

export interface TextPart {
  readonly text: string;
  /** A sign stands for something that cannot be seen. */
  readonly kind: 'text' | 'sign';
}

export interface ShownToken {
  /** undefined where the bytes begin or end inside a character. */
  readonly text: string | undefined;
  readonly bytes: readonly number[];
}

/** Characters that are frequent enough in tokens to have a sign of their own; the rest show their code point. */
const SIGNS: Readonly<Record<string, string>> = {
  ' ': '·',
  '\n': '⏎',
  '\r': '␍',
  '\t': '⇥',
  '\u00a0': '⍽',
  '\u3000': '□',
};
/** Control characters, format characters (marks of direction and joiners are among them), and separators. */
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

/** The same as one string. A token without characters becomes ∅, so that a label is never empty. */
export function visibleText(token: ShownToken): string {
  return (
    visibleParts(token)
      .map((part) => part.text)
      .join('') || '∅'
  );
}

/** At most `length` characters, for labels; the last one is … where some were cut off. */
export function shortText(token: ShownToken, length: number): string {
  const characters = Array.from(visibleText(token));
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
}

/** [232, 10] → 'E8 0A' */
export function hexBytes(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** 232 → '\xE8' */
function escapedByte(byte: number): string {
  return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A zero-width joiner → '\u{200D}' */
function escapedCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16).toUpperCase()}}`;
}
