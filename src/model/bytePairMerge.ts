// Byte-pair encoding of one word: the pair of parts that makes the token of lowest rank is joined, leftmost first, until
// no pair makes a token. Sennrich et al. 2016, §3.2; ranks as in tiktoken. Knows no text and no files.
import { MinHeap } from './minHeap.ts';

/** The rank of the token with the bytes start ≤ i < end of the word, which is also its id; undefined where there is none. */
export type RankOf = (start: number, end: number) => number | undefined;

/**
 * Ids of the tokens of a word of `length` bytes, each of which is a token by itself. Takes n log n: a book without a
 * space is one word (gpt-tokenizer's own search for the lowest rank is quadratic, 1 MB of Chinese took minutes).
 * Ranks a 0, b 1, c 2, bc 3, ab 4: 'abc' → a bc → [0, 3]
 */
export function mergeBytePairs(length: number, rankOf: RankOf): number[] {
  // Parts are known by their first byte; -1 where no part begins any more.
  const end = Int32Array.from({ length }, (_, i) => i + 1);
  const start = Int32Array.from({ length: length + 1 }, (_, i) => i - 1); // of the part in front of the one that begins here
  const pairRank = new Float64Array(length); // of a part joined with the next one
  const queue = new MinHeap();

  const offer = (first: number) => {
    const next = end[first];
    const rank = next < length ? rankOf(first, end[next]) : undefined;
    pairRank[first] = rank ?? Number.POSITIVE_INFINITY;
    if (rank !== undefined) queue.push(rank * LONGEST_WORD + first);
  };
  for (let first = 0; first < length; first++) offer(first);

  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const first = key % LONGEST_WORD;
    if (pairRank[first] !== Math.floor(key / LONGEST_WORD)) continue; // one of the two has been joined with another since
    const joined = end[first];
    end[first] = end[joined];
    start[end[first]] = first;
    pairRank[joined] = Number.POSITIVE_INFINITY;
    offer(first);
    if (first > 0) offer(start[first]);
  }
  return partsFrom(end).map(([from, to]) => rankOf(from, to) as number);
}

/** Rank and place travel as one number, exact below 2^53: ranks below 2^21, words below 2^32 bytes. */
const LONGEST_WORD = 2 ** 32;

function partsFrom(end: Int32Array): [number, number][] {
  const parts: [number, number][] = [];
  for (let from = 0; from < end.length; from = end[from]) parts.push([from, end[from]]);
  return parts;
}
