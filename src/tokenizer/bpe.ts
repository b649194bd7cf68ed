// Byte-pair encoding of one word: the two neighbouring parts whose merge has the lowest rank are joined, the leftmost
// first, until no two can be. Sennrich et al. 2016, §3.2, https://arxiv.org/abs/1508.07909. Knows no text and no files.
import { MinHeap } from './minHeap.ts';

/**
 * The rank of the merge of the part [first, second) with the part [second, end); lower ranks are merged first.
 * Undefined: they are never merged.
 */
export type RankOf = (first: number, second: number, end: number) => number | undefined;

/**
 * Where the parts begin that are left of `length` symbols once nothing can be merged. `joined` is called for every
 * merge, in order. It takes O(n log n) time, since a book without a space is one word: gpt-tokenizer's own search for
 * the lowest rank is quadratic, and 1 MB of Chinese took minutes. With the ranks bc 3 and ab 4: 'abc' → a bc → [0, 1]
 */
export function mergePairs(
  length: number,
  rankOf: RankOf,
  joined: (first: number, second: number, rank: number) => void = () => {},
): number[] {
  // A part is known by its first symbol: it is [first, end[first]), and the one before it begins at start[first].
  const end = Int32Array.from({ length }, (_, i) => i + 1);
  const start = Int32Array.from({ length: length + 1 }, (_, i) => i - 1);
  const pairRank = new Float64Array(length); // the rank of merging a part with the next one; ∞ where that is impossible
  const queue = new MinHeap();

  const offer = (first: number) => {
    const next = end[first];
    const rank = next < length ? rankOf(first, next, end[next]) : undefined;
    pairRank[first] = rank ?? Number.POSITIVE_INFINITY;
    if (rank !== undefined) queue.push(rank * LONGEST_WORD + first);
  };
  for (let first = 0; first < length; first++) offer(first);

  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const first = key % LONGEST_WORD;
    const rank = Math.floor(key / LONGEST_WORD);
    if (pairRank[first] !== rank) continue; // one of the two has been merged with another since
    const second = end[first];
    joined(first, second, rank);
    end[first] = end[second];
    start[end[first]] = first;
    pairRank[second] = Number.POSITIVE_INFINITY;
    offer(first);
    if (first > 0) offer(start[first]);
  }
  return beginnings(end);
}

/** Rank and place are one number in the queue, exact below 2^53: ranks are below 2^21, words below 2^32 bytes. */
const LONGEST_WORD = 2 ** 32;

function beginnings(end: Int32Array): number[] {
  const parts: number[] = [];
  for (let from = 0; from < end.length; from = end[from]) parts.push(from);
  return parts;
}
