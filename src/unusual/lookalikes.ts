// Letters of three scripts that are drawn like Latin ones. From confusables.txt of Unicode Technical Standard #39, version
// 17.0.0 (https://www.unicode.org/Public/17.0.0/security/confusables.txt, © 2025 Unicode, Inc., Unicode License v3,
// https://www.unicode.org/license.txt): the letters of Greek, Cyrillic and Armenian whose prototype is one letter of ASCII;
// a capital whose prototype is l looks like I.

/** Letter, the Latin letter that it looks like, its name. */
const ROWS: readonly (readonly [letter: string, latin: string, name: string])[] = [
  ['\u037f', 'J', 'GREEK CAPITAL LETTER YOT'],
  ['\u0391', 'A', 'GREEK CAPITAL LETTER ALPHA'],
  ['\u0392', 'B', 'GREEK CAPITAL LETTER BETA'],
  ['\u0395', 'E', 'GREEK CAPITAL LETTER EPSILON'],
  ['\u0396', 'Z', 'GREEK CAPITAL LETTER ZETA'],
  ['\u0397', 'H', 'GREEK CAPITAL LETTER ETA'],
  ['\u0399', 'I', 'GREEK CAPITAL LETTER IOTA'],
  ['\u039a', 'K', 'GREEK CAPITAL LETTER KAPPA'],
  ['\u039c', 'M', 'GREEK CAPITAL LETTER MU'],
  ['\u039d', 'N', 'GREEK CAPITAL LETTER NU'],
  ['\u039f', 'O', 'GREEK CAPITAL LETTER OMICRON'],
  ['\u03a1', 'P', 'GREEK CAPITAL LETTER RHO'],
  ['\u03a4', 'T', 'GREEK CAPITAL LETTER TAU'],
  ['\u03a5', 'Y', 'GREEK CAPITAL LETTER UPSILON'],
  ['\u03a7', 'X', 'GREEK CAPITAL LETTER CHI'],
  ['\u03b1', 'a', 'GREEK SMALL LETTER ALPHA'],
  ['\u03b3', 'y', 'GREEK SMALL LETTER GAMMA'],
  ['\u03b9', 'i', 'GREEK SMALL LETTER IOTA'],
  ['\u03bd', 'v', 'GREEK SMALL LETTER NU'],
  ['\u03bf', 'o', 'GREEK SMALL LETTER OMICRON'],
  ['\u03c1', 'p', 'GREEK SMALL LETTER RHO'],
  ['\u03c3', 'o', 'GREEK SMALL LETTER SIGMA'],
  ['\u03c5', 'u', 'GREEK SMALL LETTER UPSILON'],
  ['\u03dc', 'F', 'GREEK LETTER DIGAMMA'],
  ['\u03f3', 'j', 'GREEK LETTER YOT'],
  ['\u03f8', 'p', 'GREEK SMALL LETTER SHO'],
  ['\u03fa', 'M', 'GREEK CAPITAL LETTER SAN'],
  ['\u0405', 'S', 'CYRILLIC CAPITAL LETTER DZE'],
  ['\u0406', 'I', 'CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I'],
  ['\u0408', 'J', 'CYRILLIC CAPITAL LETTER JE'],
  ['\u0410', 'A', 'CYRILLIC CAPITAL LETTER A'],
  ['\u0412', 'B', 'CYRILLIC CAPITAL LETTER VE'],
  ['\u0415', 'E', 'CYRILLIC CAPITAL LETTER IE'],
  ['\u041a', 'K', 'CYRILLIC CAPITAL LETTER KA'],
  ['\u041c', 'M', 'CYRILLIC CAPITAL LETTER EM'],
  ['\u041d', 'H', 'CYRILLIC CAPITAL LETTER EN'],
  ['\u041e', 'O', 'CYRILLIC CAPITAL LETTER O'],
  ['\u0420', 'P', 'CYRILLIC CAPITAL LETTER ER'],
  ['\u0421', 'C', 'CYRILLIC CAPITAL LETTER ES'],
  ['\u0422', 'T', 'CYRILLIC CAPITAL LETTER TE'],
  ['\u0423', 'Y', 'CYRILLIC CAPITAL LETTER U'],
  ['\u0425', 'X', 'CYRILLIC CAPITAL LETTER HA'],
  ['\u042c', 'b', 'CYRILLIC CAPITAL LETTER SOFT SIGN'],
  ['\u0430', 'a', 'CYRILLIC SMALL LETTER A'],
  ['\u0433', 'r', 'CYRILLIC SMALL LETTER GHE'],
  ['\u0435', 'e', 'CYRILLIC SMALL LETTER IE'],
  ['\u043e', 'o', 'CYRILLIC SMALL LETTER O'],
  ['\u0440', 'p', 'CYRILLIC SMALL LETTER ER'],
  ['\u0441', 'c', 'CYRILLIC SMALL LETTER ES'],
  ['\u0443', 'y', 'CYRILLIC SMALL LETTER U'],
  ['\u0445', 'x', 'CYRILLIC SMALL LETTER HA'],
  ['\u0448', 'w', 'CYRILLIC SMALL LETTER SHA'],
  ['\u0455', 's', 'CYRILLIC SMALL LETTER DZE'],
  ['\u0456', 'i', 'CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I'],
  ['\u0458', 'j', 'CYRILLIC SMALL LETTER JE'],
  ['\u0461', 'w', 'CYRILLIC SMALL LETTER OMEGA'],
  ['\u0474', 'V', 'CYRILLIC CAPITAL LETTER IZHITSA'],
  ['\u0475', 'v', 'CYRILLIC SMALL LETTER IZHITSA'],
  ['\u04ae', 'Y', 'CYRILLIC CAPITAL LETTER STRAIGHT U'],
  ['\u04af', 'y', 'CYRILLIC SMALL LETTER STRAIGHT U'],
  ['\u04bb', 'h', 'CYRILLIC SMALL LETTER SHHA'],
  ['\u04bd', 'e', 'CYRILLIC SMALL LETTER ABKHASIAN CHE'],
  ['\u04c0', 'l', 'CYRILLIC LETTER PALOCHKA'],
  ['\u04cf', 'l', 'CYRILLIC SMALL LETTER PALOCHKA'],
  ['\u0501', 'd', 'CYRILLIC SMALL LETTER KOMI DE'],
  ['\u050c', 'G', 'CYRILLIC CAPITAL LETTER KOMI SJE'],
  ['\u051b', 'q', 'CYRILLIC SMALL LETTER QA'],
  ['\u051c', 'W', 'CYRILLIC CAPITAL LETTER WE'],
  ['\u051d', 'w', 'CYRILLIC SMALL LETTER WE'],
  ['\u054d', 'U', 'ARMENIAN CAPITAL LETTER SEH'],
  ['\u054f', 'S', 'ARMENIAN CAPITAL LETTER TIWN'],
  ['\u0555', 'O', 'ARMENIAN CAPITAL LETTER OH'],
  ['\u0561', 'w', 'ARMENIAN SMALL LETTER AYB'],
  ['\u0563', 'q', 'ARMENIAN SMALL LETTER GIM'],
  ['\u0566', 'q', 'ARMENIAN SMALL LETTER ZA'],
  ['\u0570', 'h', 'ARMENIAN SMALL LETTER HO'],
  ['\u0578', 'n', 'ARMENIAN SMALL LETTER VO'],
  ['\u057c', 'n', 'ARMENIAN SMALL LETTER RA'],
  ['\u057d', 'u', 'ARMENIAN SMALL LETTER SEH'],
  ['\u0581', 'g', 'ARMENIAN SMALL LETTER CO'],
  ['\u0582', 'i', 'ARMENIAN SMALL LETTER YIWN'],
  ['\u0584', 'f', 'ARMENIAN SMALL LETTER KEH'],
  ['\u0585', 'o', 'ARMENIAN SMALL LETTER OH'],
];

const LATIN: ReadonlyMap<string, string> = new Map(ROWS.map(([letter, latin]) => [letter, latin]));
const CYRILLIC: ReadonlyMap<string, string> = new Map(
  ROWS.filter(([, , name]) => name.startsWith('CYRILLIC'))
    .map(([letter, latin]): [string, string] => [latin, letter])
    .reverse(), // of two letters that look the same, the more common one stands first in the table
);
const NAMES: ReadonlyMap<string, string> = new Map(ROWS.map(([letter, , name]) => [letter, name]));

/** а → a; undefined where it looks like no Latin letter. */
export function latinLookalike(letter: string): string | undefined {
  return LATIN.get(letter);
}

/** a → а; undefined where no Cyrillic letter looks like it. */
export function cyrillicLookalike(letter: string): string | undefined {
  return CYRILLIC.get(letter);
}

/** Unicode's name of a letter that looks like a Latin one. */
export function lookalikeName(letter: string): string | undefined {
  return NAMES.get(letter);
}
