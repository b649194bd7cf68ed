// SentencePiece's compiled character map: a double-array trie over UTF-8 (Aoe 1989, as darts-clone stores it) whose
// values are places in a list of replacements. As in spm_precompiled, which the tokenizers library uses, a grapheme is
// looked up whole, then character by character, and the shortest entry that begins it wins. Knows no file.
import { type Edit, edited } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { Normalizer } from './normalizer.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** In bytes; longer graphemes are not looked up whole. */
const LONGEST_GRAPHEME = 5;

export function precompiled(fields: JsonFields): Normalizer {
  const map = characterMap(fields);
  return (part) => {
    const edits: Edit[] = [];
    const replace = (original: string, from: number): boolean => {
      const content = map(original);
      if (content !== undefined && content !== original) edits.push({ from, to: from + original.length, content });
      return content !== undefined;
    };
    for (const { segment, index } of graphemes.segment(part.text)) {
      if (Buffer.byteLength(segment) <= LONGEST_GRAPHEME && replace(segment, index)) continue;
      let at = index;
      for (const character of segment) {
        replace(character, at);
        at += character.length;
      }
    }
    return edited(part, edits);
  };
}

/** What a character or grapheme becomes; undefined where the map has no entry for it. */
function characterMap(fields: JsonFields): (original: string) => string | undefined {
  const { trie, replacements } = blobOf(fields);
  const memory = new Map<string, string | undefined>();
  return (original) => {
    if (memory.has(original)) return memory.get(original);
    const place = firstEntry(trie, Buffer.from(original));
    if (place !== undefined && place >= replacements.length) {
      throw fields.invalid(`points to byte ${place}, behind its end`, 'precompiled_charsmap');
    }
    const end = place === undefined ? -1 : replacements.indexOf(0, place);
    const content = place === undefined ? undefined : replacements.toString('utf8', place, end < 0 ? undefined : end);
    if (memory.size < MAX_REMEMBERED) memory.set(original, content);
    return content;
  };
}

const MAX_REMEMBERED = 20_000;

/**
 * The base64 text holds the trie's size in bytes (uint32), the trie (uint32 each, all little-endian), and replacements
 * that each end with 0.
 */
function blobOf(fields: JsonFields): { readonly trie: Uint32Array; readonly replacements: Buffer } {
  const name = 'precompiled_charsmap';
  const written = fields.text(name);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(written) || written.length % 4 !== 0) throw fields.invalid('is no base64', name);
  const blob = Buffer.from(written, 'base64');
  const trieBytes = blob.length < 4 ? -1 : blob.readUInt32LE(0);
  if (trieBytes < 4 || trieBytes % 4 !== 0 || 4 + trieBytes > blob.length) {
    throw fields.invalid(`says that its table has ${trieBytes} bytes, of ${blob.length}`, name);
  }
  const trie = Uint32Array.from({ length: trieBytes / 4 }, (_, i) => blob.readUInt32LE(4 + 4 * i));
  return { trie, replacements: blob.subarray(4 + trieBytes) };
}

/**
 * The value of the shortest key that begins the bytes. A place outside the table ends the search, since it has no
 * label.
 */
function firstEntry(trie: Uint32Array, bytes: Uint8Array): number | undefined {
  let at = offsetOf(trie[0]);
  for (const byte of bytes) {
    if (byte === 0) return undefined;
    at ^= byte;
    const unit = trie[at];
    if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return undefined;
    at ^= offsetOf(unit);
    const hasLeaf = ((unit >>> 8) & 1) === 1;
    if (hasLeaf && at < trie.length) return trie[at] & 0x7fffffff;
  }
  return undefined;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
}
