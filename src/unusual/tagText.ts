// Tag characters: an invisible copy of ASCII at U+E0020 to U+E007E, meant for flags of regions, in which instructions for
// a model are hidden ("ASCII smuggling"). Knows nothing but them.
import { characterBefore, endOfRun } from './codePoints.ts';
import type { Found } from './mark.ts';

const TAG = /^[\u{e0000}-\u{e007f}]$/u;
const BLACK_FLAG = '🏴';
/**
 * What follows 🏴 in the flag of a region: two letters of a country, one to three of a part of it, and the tag that ends
 * it. Unicode Technical Standard #51, annex C. England: gbeng
 */
const REGION = /^[\u{e0061}-\u{e007a}]{2}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{1,3}\u{e007f}/u;
const BASE = 0xe0000;

export function isTag(character: string): boolean {
  return TAG.test(character);
}

/** The tags that begin here: ordinary where they are a flag. */
export function readTags(text: string, start: number): Found {
  const flag = characterBefore(text, start) === BLACK_FLAG ? REGION.exec(text.slice(start, start + 12)) : null;
  if (flag) return { end: start + flag[0].length };
  const end = endOfRun(text, start, isTag);
  return { end, kind: 'tag-text', says: tagText(text.slice(start, end)) };
}

/** The ASCII that tags copy. U+E0001, which began the name of a language, and U+E007F, which ends a flag, say nothing. */
function tagText(tags: string): string {
  return Array.from(tags, (tag) => (tag.codePointAt(0) ?? 0) - BASE)
    .filter((code) => (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d)
    .map((code) => String.fromCharCode(code))
    .join('');
}
