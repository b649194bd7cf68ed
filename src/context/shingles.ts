// What a text says, as sets that can be compared: the runs of words in it, and a short sketch of them. Runs in the workers.
// MinHash: Broder 1997; with one permutation: Li, Owen and Zhang 2012; bins that stay empty are filled from others
// (densification): Shrivastava 2017. Knows no files.
import { createHash } from 'node:crypto';

/** Words of a run. */
const RUN = 5;
/** Texts of fewer words say the same by chance. */
export const LEAST_WORDS = 20;
export const BINS = 128;
const EMPTY = 0xffffffff;

export interface Sketch {
  /** The same for texts with the same words in the same order. */
  readonly exact: string;
  /** The least hash in each bin. [BINS] */
  readonly bins: Uint32Array;
}

/** undefined for a text of fewer than LEAST_WORDS words. */
export function sketchOf(text: string): Sketch | undefined {
  const words = wordHashes(text);
  if (words.length < LEAST_WORDS) return undefined;
  const bins = new Uint32Array(BINS).fill(EMPTY);
  for (const hash of runs(words)) {
    const bin = hash % BINS;
    if (hash < bins[bin]) bins[bin] = hash;
  }
  const exact = createHash('sha256').update(text.trim().replace(/\s+/g, ' ')).digest('base64');
  return { exact, bins: densified(bins) };
}

/** The share of runs of words that two texts have in common, of all that they have (Jaccard), from 0 to 1. */
export function jaccard(a: string, b: string): number {
  const [first, second] = [new Set(runs(wordHashes(a))), new Set(runs(wordHashes(b)))];
  let common = 0;
  for (const hash of first) if (second.has(hash)) common++;
  const all = first.size + second.size - common;
  return all === 0 ? 0 : common / all;
}

/**
 * Words are what stands between white space; in writing without spaces each character is one. Of equal hashes of different
 * words there is one in some 10⁹ pairs.
 */
function wordHashes(text: string): readonly number[] {
  return Array.from(
    text.matchAll(
      /[\p{Ideographic}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[^\s\p{Ideographic}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+/gu,
    ),
    ([word]) => hashOf(word),
  );
}

/** FNV-1a over UTF-16 code units, http://www.isthe.com/chongo/tech/comp/fnv. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function* runs(words: readonly number[]): Generator<number> {
  for (let i = 0; i + RUN <= words.length; i++) {
    let hash = 0;
    for (let k = 0; k < RUN; k++) hash = mixed(hash ^ words[i + k]);
    yield hash;
  }
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let hash = (value + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Every empty bin takes the value of another, which its number alone decides, so that equal sets have equal sketches. */
function densified(bins: Uint32Array): Uint32Array {
  const full = bins.slice();
  for (let bin = 0; bin < BINS; bin++)
    for (let attempt = 1, from = bin; full[bin] === EMPTY && attempt < 100 * BINS; attempt++) {
      from = mixed(bin * 0x10001 + attempt) % BINS;
      full[bin] = bins[from];
    }
  return full;
}
