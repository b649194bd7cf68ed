// What Unicode normalization (NFC) makes of a text, and which part of the text each byte of it comes from. Added tokens
// are found before it and stay as they are. Knows no vocabulary.
import type { TokenizerJson } from './tokenizerJson.ts';
import { type ByteSource, type NormalizedPart, normalizedBytes, textBytes } from './tokenSpans.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function sectionNormalizer({ added_tokens }: Pick<TokenizerJson, 'added_tokens'>): (text: string) => ByteSource {
  const contents = added_tokens.filter(({ normalized }) => normalized !== true).map(({ content }) => content);
  const asTheyAre = new Set(contents);
  const normalizedParts = (section: string): readonly NormalizedPart[] =>
    asTheyAre.has(section) ? [{ original: section, normalized: section }] : composableParts(section);
  return (text) =>
    text.normalize('NFC') === text
      ? textBytes(text)
      : normalizedBytes(sections(text, contents).flatMap((section) => normalizedParts(section)));
}

/** The text cut at the added tokens, the longest that fits first, as the library finds them. */
function sections(text: string, contents: readonly string[]): readonly string[] {
  if (contents.length === 0) return [text];
  const longestFirst = contents.toSorted((a, b) => b.length - a.length);
  const pattern = longestFirst.map((content) => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`)).filter((section) => section !== '');
}

/** A combining mark never leaves its grapheme, nor do the letters of a Hangul syllable: each normalizes on its own. */
function composableParts(section: string): readonly NormalizedPart[] {
  return Array.from(graphemes.segment(section), ({ segment }) => ({
    original: segment,
    normalized: segment.normalize('NFC'),
  }));
}
