// A table from pairs of ids to ranks: a hash table with open addressing (Knuth, The Art of Computer Programming 3, §6.4) in
// typed arrays. A Map would need a heap number for every pair: half a million pairs take 6 to 12 MB here, and 40 there.
// Knows no tokens.

const EMPTY = -1;

export class PairRanks {
  readonly #firsts: Int32Array;
  readonly #seconds: Int32Array;
  readonly #ranks: Int32Array;
  readonly #mask: number;

  /** Has room for so many pairs. */
  constructor(pairs: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(4, 2 * pairs))); // at most half of them are taken
    this.#firsts = new Int32Array(slots).fill(EMPTY);
    this.#seconds = new Int32Array(slots);
    this.#ranks = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  /** undefined where the pair has none. */
  get(first: number, second: number): number | undefined {
    const slot = this.#slotOf(first, second);
    return this.#firsts[slot] === EMPTY ? undefined : this.#ranks[slot];
  }

  /** The last rank that is set counts. */
  set(first: number, second: number, rank: number): void {
    const slot = this.#slotOf(first, second);
    this.#firsts[slot] = first;
    this.#seconds[slot] = second;
    this.#ranks[slot] = rank;
  }

  /** Where the pair is, or would be put. */
  #slotOf(first: number, second: number): number {
    const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & this.#mask;
    while (this.#firsts[slot] !== EMPTY && (this.#firsts[slot] !== first || this.#seconds[slot] !== second))
      slot = (slot + 1) & this.#mask;
    return slot;
  }
}
