// The script of a character (UAX #24) as the tokenizers library has it (pre_tokenizers/unicode_scripts): Chinese characters
// and both kana are one script, and a space belongs to any. Knows no text.

/** The scripts that the library tells apart, which are those of Unicode 9; a character of a later one belongs to any. */
const SCRIPTS = `
  Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki
  Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Common
  Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari Duployan Egyptian_Hieroglyphs Elbasan Ethiopic Georgian
  Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han Hangul Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic
  Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kayah_Li Kharoshthi
  Khmer Khojki Khudawadi Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Malayalam Mandaic
  Manichaean Marchen Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro
  Multani Myanmar Nabataean New_Tai_Lue Newa Nko Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian
  Old_Permic Old_Persian Old_South_Arabian Old_Turkic Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau
  Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting
  Sinhala Sora_Sompeng Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangut
  Telugu Thaana Thai Tibetan Tifinagh Tirhuta Ugaritic Vai Warang_Citi Yi
`
  .trim()
  .split(/\s+/);

const KANA = ['Hiragana', 'Katakana'];

const EXPRESSIONS: readonly (readonly [script: string, expression: RegExp])[] = SCRIPTS.map((script) => [
  KANA.includes(script) ? 'Han' : script,
  new RegExp(`\\p{Script=${script}}`, 'u'),
]);

/** By character, since looking through the scripts takes long. Undefined: it belongs to any. */
const seen = new Map<string, string | undefined>([
  [' ', undefined],
  ['ー', 'Han'],
]);

/** The script of one character; undefined where it belongs to any script. */
export function scriptOf(character: string): string | undefined {
  if (!seen.has(character)) seen.set(character, EXPRESSIONS.find(([, expression]) => expression.test(character))?.[0]);
  return seen.get(character);
}
