// Places of a text whose characters are hidden, look like others, or are rare: what kinds there are. Types and one table;
// knows no language that they are told in.

export type MarkKind =
  /** Tag characters, U+E0020 to U+E007E: an invisible copy of ASCII. */
  | 'tag-text'
  /** Several variation selectors in a row, each of which can stand for a byte. */
  | 'selector-bytes'
  /** Controls that change the order in which characters are drawn. */
  | 'bidi'
  /** Characters of no width that nothing around them needs. */
  | 'invisible'
  /** A word with letters of two scripts, those of one drawn like letters of the other. */
  | 'homoglyph'
  /** A word of Cyrillic, Greek or Armenian letters alone, all drawn like Latin ones, in a text without that script. */
  | 'whole-homoglyph'
  /** A variation selector behind a character that has no variants. */
  | 'stray-selector'
  | 'soft-hyphen'
  | 'byte-order-mark'
  /** A space other than the common one. */
  | 'odd-space'
  | 'line-separator'
  | 'control'
  | 'private-use'
  | 'noncharacter'
  /** Half of a surrogate pair, which UTF-8 cannot hold. */
  | 'lone-surrogate'
  /** U+FFFD, which stands where bytes could not be decoded. */
  | 'replacement'
  /** So many marks over and under a letter that no writing needs. */
  | 'combining'
  /** Latin letters and digits as wide as Chinese characters. */
  | 'fullwidth'
  | 'long-s'
  | 'ligature'
  /** Letters of mathematics, in circles or boxes, that spell a word. */
  | 'styled';

export interface Mark {
  /** In UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  readonly kind: MarkKind;
  /** What hidden characters say, or what others look like. Not cleaned: it may be anything. */
  readonly says?: string;
}

/** What a place was found to be: ordinary where it has no kind. */
export interface Found {
  readonly end: number;
  readonly kind?: MarkKind;
  readonly says?: string;
  /** Where it begins, if that is in front of the place that was asked about. */
  readonly start?: number;
}

const WARNINGS: ReadonlySet<MarkKind> = new Set([
  'tag-text',
  'selector-bytes',
  'bidi',
  'invisible',
  'homoglyph',
  'whole-homoglyph',
]);

/** Whether it hides something from a reader, or looks like something else. Others are only rare. */
export function isWarning(kind: MarkKind): boolean {
  return WARNINGS.has(kind);
}
