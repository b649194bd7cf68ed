// Byte-pair encoding of one word: the two neighbours of lowest rank are joined, leftmost first, until no two can be.
// Sennrich et al. 2016, §3.2. Knows no text and no files.
import { MinHeap } from './minHeap.ts';

/** How early the part that begins at `first` is joined with the one that begins at `second` and ends at `end`; undefined: never. */
export type RankOf = (first: number, second: number, end: number) => number | undefined;

/**
 * Where the parts begin that remain of `length` symbols. `joined` hears of every merge, in order. Takes n log n: a book
 * without a space is one word (gpt-tokenizer's own search for the lowest rank is quadratic, 1 MB of Chinese took minutes).
 * Ranks bc 3, ab 4: 'abc' → a bc → [0, 1]
 */
export function mergePairs(
  length: number,
  rankOf: RankOf,
  joined: (first: number, second: number, rank: number) => void = () => {},
): number[] {
  // Parts are known by their first symbol; -1 where no part begins any more.
  const end = Int32Array.from({ length }, (_, i) => i + 1);
  const start = Int32Array.from({ length: length + 1 }, (_, i) => i - 1); // of the part in front of the one that begins here
  const pairRank = new Float64Array(length); // of a part joined with the next one
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
    if (pairRank[first] !== rank) continue; // one of the two has been joined with another since
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

/** Rank and place travel as one number, exact below 2^53: ranks below 2^21, words below 2^32 bytes. */
const LONGEST_WORD = 2 ** 32;

function beginnings(end: Int32Array): number[] {
  const parts: number[] = [];
  for (let from = 0; from < end.length; from = end[from]) parts.push(from);
  return parts;
}
