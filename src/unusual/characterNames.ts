// Names of characters that are marked, as Unicode has them, which never change, and the abbreviations that its code charts
// use. © Unicode, Inc., Unicode License v3, https://www.unicode.org/license.txt. Knows no kinds.
import { codePointLabel } from './codePoints.ts';
import { lookalikeName } from './lookalikes.ts';

/** Code point, name in Unicode, the abbreviation of the code charts where there is one. */
const ROWS: readonly (readonly [codePoint: number, name: string, abbreviation: string])[] = [
  [0x00a0, 'NO-BREAK SPACE', 'NBSP'],
  [0x00ad, 'SOFT HYPHEN', 'SHY'],
  [0x034f, 'COMBINING GRAPHEME JOINER', 'CGJ'],
  [0x061c, 'ARABIC LETTER MARK', 'ALM'],
  [0x115f, 'HANGUL CHOSEONG FILLER', 'HCF'],
  [0x1160, 'HANGUL JUNGSEONG FILLER', 'HJF'],
  [0x1680, 'OGHAM SPACE MARK', 'OSPM'],
  [0x17b4, 'KHMER VOWEL INHERENT AQ', 'KIVAQ'],
  [0x17b5, 'KHMER VOWEL INHERENT AA', 'KIVAA'],
  [0x180b, 'MONGOLIAN FREE VARIATION SELECTOR ONE', 'FVS1'],
  [0x180c, 'MONGOLIAN FREE VARIATION SELECTOR TWO', 'FVS2'],
  [0x180d, 'MONGOLIAN FREE VARIATION SELECTOR THREE', 'FVS3'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR', 'MVS'],
  [0x180f, 'MONGOLIAN FREE VARIATION SELECTOR FOUR', 'FVS4'],
  [0x2000, 'EN QUAD', 'NQSP'],
  [0x2001, 'EM QUAD', 'MQSP'],
  [0x2002, 'EN SPACE', 'ENSP'],
  [0x2003, 'EM SPACE', 'EMSP'],
  [0x2004, 'THREE-PER-EM SPACE', '3/MSP'],
  [0x2005, 'FOUR-PER-EM SPACE', '4/MSP'],
  [0x2006, 'SIX-PER-EM SPACE', '6/MSP'],
  [0x2007, 'FIGURE SPACE', 'FSP'],
  [0x2008, 'PUNCTUATION SPACE', 'PSP'],
  [0x2009, 'THIN SPACE', 'THSP'],
  [0x200a, 'HAIR SPACE', 'HSP'],
  [0x200b, 'ZERO WIDTH SPACE', 'ZWSP'],
  [0x200c, 'ZERO WIDTH NON-JOINER', 'ZWNJ'],
  [0x200d, 'ZERO WIDTH JOINER', 'ZWJ'],
  [0x200e, 'LEFT-TO-RIGHT MARK', 'LRM'],
  [0x200f, 'RIGHT-TO-LEFT MARK', 'RLM'],
  [0x2028, 'LINE SEPARATOR', 'LSEP'],
  [0x2029, 'PARAGRAPH SEPARATOR', 'PSEP'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING', 'LRE'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING', 'RLE'],
  [0x202c, 'POP DIRECTIONAL FORMATTING', 'PDF'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE', 'LRO'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE', 'RLO'],
  [0x202f, 'NARROW NO-BREAK SPACE', 'NNBSP'],
  [0x205f, 'MEDIUM MATHEMATICAL SPACE', 'MMSP'],
  [0x2060, 'WORD JOINER', 'WJ'],
  [0x2061, 'FUNCTION APPLICATION', ''],
  [0x2062, 'INVISIBLE TIMES', ''],
  [0x2063, 'INVISIBLE SEPARATOR', ','],
  [0x2064, 'INVISIBLE PLUS', '+'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE', 'LRI'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE', 'RLI'],
  [0x2068, 'FIRST STRONG ISOLATE', 'FSI'],
  [0x2069, 'POP DIRECTIONAL ISOLATE', 'PDI'],
  [0x206a, 'INHIBIT SYMMETRIC SWAPPING', 'ISS'],
  [0x206b, 'ACTIVATE SYMMETRIC SWAPPING', 'ASS'],
  [0x206c, 'INHIBIT ARABIC FORM SHAPING', 'IAFS'],
  [0x206d, 'ACTIVATE ARABIC FORM SHAPING', 'AAFS'],
  [0x206e, 'NATIONAL DIGIT SHAPES', 'NADS'],
  [0x206f, 'NOMINAL DIGIT SHAPES', 'NODS'],
  [0x2800, 'BRAILLE PATTERN BLANK', ''],
  [0x3000, 'IDEOGRAPHIC SPACE', 'IDSP'],
  [0x3164, 'HANGUL FILLER', 'HF'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE', 'BOM'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER', 'HWHF'],
  [0xfff9, 'INTERLINEAR ANNOTATION ANCHOR', 'IAA'],
  [0xfffa, 'INTERLINEAR ANNOTATION SEPARATOR', 'IAS'],
  [0xfffb, 'INTERLINEAR ANNOTATION TERMINATOR', 'IAT'],
  [0xfffd, 'REPLACEMENT CHARACTER', ''],
  [0x017f, 'LATIN SMALL LETTER LONG S', ''],
  [0x1d173, 'MUSICAL SYMBOL BEGIN BEAM', ''],
  [0x1d174, 'MUSICAL SYMBOL END BEAM', ''],
  [0x1d175, 'MUSICAL SYMBOL BEGIN TIE', ''],
  [0x1d176, 'MUSICAL SYMBOL END TIE', ''],
  [0x1d177, 'MUSICAL SYMBOL BEGIN SLUR', ''],
  [0x1d178, 'MUSICAL SYMBOL END SLUR', ''],
  [0x1d179, 'MUSICAL SYMBOL BEGIN PHRASE', ''],
  [0x1d17a, 'MUSICAL SYMBOL END PHRASE', ''],
  [0xe0001, 'LANGUAGE TAG', 'BEGIN'],
  [0xe007f, 'CANCEL TAG', 'END'],
];
const BY_CODE_POINT: ReadonlyMap<number, (typeof ROWS)[number]> = new Map(ROWS.map((row) => [row[0], row]));

/** NameAliases.txt: U+0000 to U+001F and U+0080 to U+009F have no names of their own. */
const C0 =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US';
const C1 =
  'PAD HOP BPH NBH IND NEL SSA ESA HTS HTJ VTS PLD PLU RI SS2 SS3 DCS PU1 PU2 STS CCH MW SPA EPA SOS SGC SCI CSI ST OSC PM APC';
const CONTROLS: ReadonlyMap<number, string> = new Map([
  ...C0.split(' ').map((name, i) => [i, name] as const),
  [0x7f, 'DEL'],
  ...C1.split(' ').map((name, i) => [0x80 + i, name] as const),
]);

/** The name, or the label in angle brackets that Unicode gives to what has none; '' where it is not in these tables. */
export function characterName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const named = BY_CODE_POINT.get(code)?.[1] ?? lookalikeName(character);
  if (named) return named;
  const control = CONTROLS.get(code);
  if (control) return `<control> ${control}`;
  if (code === 0xe0020) return 'TAG SPACE';
  if (code > 0xe0020 && code < 0xe007f) return `TAG ${String.fromCharCode(code - 0xe0000)}`;
  if (code >= 0xfe00 && code <= 0xfe0f) return `VARIATION SELECTOR-${code - 0xfe00 + 1}`;
  if (code >= 0xe0100 && code <= 0xe01ef) return `VARIATION SELECTOR-${code - 0xe0100 + 17}`;
  return labelOf(character);
}

function labelOf(character: string): string {
  const hex = codePointLabel(character).slice(2);
  if (/\p{Noncharacter_Code_Point}/u.test(character)) return `<noncharacter-${hex}>`;
  if (/\p{Co}/u.test(character)) return `<private-use-${hex}>`;
  if (/\p{Cs}/u.test(character)) return `<surrogate-${hex}>`;
  return /\p{Cn}/u.test(character) ? `<reserved-${hex}>` : '';
}

/** ZWSP, RLO, ESC, VS16; the code point of what has no abbreviation. */
export function abbreviation(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const short = BY_CODE_POINT.get(code)?.[2] || CONTROLS.get(code);
  if (short) return short;
  const [, selector] = /^VARIATION SELECTOR-(\d+)$/.exec(characterName(character)) ?? [];
  return selector ? `VS${selector}` : codePointLabel(character);
}
