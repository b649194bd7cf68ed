// Keys and values of one layer for all tokens so far. No token looks ahead, so what was computed for a token never changes
// when others follow: generating computes one token's keys and values and takes the rest from here, which makes the work
// for each token grow with the text and not with its square. The arrays are JavaScript's own, with room for more, so that
// no run copies them; empty slots are masked by the caller. The file knows one layer and no tokens.
//
// One head, d_head = 2, room for 4 slots, after the keys (1 2) and (3 4): keys (1 3 0 0 | 2 4 0 0), a row for each
// component; values of the same numbers (1 2 | 3 4 | 0 0 | 0 0), a row for each token.

import type { LayerHeads } from '../contract/layerShapes.ts';
import { detachBuffer } from '../runtime/detachBuffer.ts';

/** Where one token after another comes in, room grows by at least so many; every free slot is multiplied by zero in each run. */
const MIN_GROWTH = 64;
/** Room also grows by this share of what there was, so that copying stays a small part of a long text. */
const GROWTH = 1 / 8;

export class KvCache {
  readonly heads: number;
  readonly dHead: number;
  readonly dValue: number;
  /** Tokens there is room for. */
  slots = 0;
  /** Transposed, as the product with queries wants them: [heads, d_head, slots] */
  keys = new Float32Array(0);
  values = new Float32Array(0); // [heads, slots, d_value]

  constructor({ keyValueHeads, dHead, dValue }: Omit<LayerHeads, 'heads'>) {
    this.heads = keyValueHeads;
    this.dHead = dHead;
    this.dValue = dValue;
  }

  /** Writes n tokens from position `at` on, for which there must be room. keys [heads, d_head, n], values [heads, n, d_value] */
  write(at: number, n: number, keys: Float32Array, values: Float32Array): void {
    const { heads, dHead, dValue, slots } = this;
    // A row of one token is one number: a view for each row would take a tenth of the time of the whole token.
    for (let row = 0; row < heads * dHead; row++) {
      for (let i = 0; i < n; i++) this.keys[row * slots + at + i] = keys[row * n + i];
    }
    for (let head = 0; head < heads; head++) {
      this.values.set(values.subarray(head * n * dValue, (head + 1) * n * dValue), (head * slots + at) * dValue);
    }
  }

  /** Copies the first n tokens of another cache of this shape. There must be room for them. */
  copyFrom(other: KvCache, n: number): void {
    copyRows(other.keys, other.slots, this.keys, this.slots, n);
    copyRows(other.values, other.slots * this.dValue, this.values, this.slots * this.dValue, n * this.dValue);
  }

  /** Keys and values of one head for the first n tokens, copied. [n, d_head] and [n, d_value] */
  rowsOf(head: number, n: number): { keys: Float32Array<ArrayBuffer>; values: Float32Array<ArrayBuffer> } {
    const { dHead, dValue, slots } = this;
    const keys = new Float32Array(n * dHead);
    for (let i = 0; i < dHead; i++) {
      for (let token = 0; token < n; token++) keys[token * dHead + i] = this.keys[(head * dHead + i) * slots + token];
    }
    return { keys, values: this.values.slice(head * slots * dValue, (head * slots + n) * dValue) };
  }

  /** Keys and values of tokens [start, end), copied as a run hands them out. keys [heads, d_head, n], values [heads, n, d_value] */
  ofTokens(start: number, end: number): { keys: Float32Array<ArrayBuffer>; values: Float32Array<ArrayBuffer> } {
    const { heads, dHead, dValue, slots } = this;
    const n = end - start;
    const keys = new Float32Array(heads * dHead * n);
    for (let row = 0; row < heads * dHead; row++)
      for (let i = 0; i < n; i++) keys[row * n + i] = this.keys[row * slots + start + i];
    const values = new Float32Array(heads * n * dValue);
    for (let head = 0; head < heads; head++) {
      const first = (head * slots + start) * dValue;
      values.set(this.values.subarray(first, first + n * dValue), head * n * dValue);
    }
    return { keys, values };
  }

  /** With fewer slots, copied where these are not all there are. keys [heads, d_head, slots], values [heads, slots, d_value] */
  narrowed(slots: number): { keys: Float32Array<ArrayBuffer>; values: Float32Array<ArrayBuffer> } {
    const { heads, dHead, dValue, keys, values } = this;
    if (slots === this.slots) return { keys, values };
    const narrow = { keys: new Float32Array(heads * dHead * slots), values: new Float32Array(heads * slots * dValue) };
    copyRows(keys, this.slots, narrow.keys, slots, slots);
    copyRows(values, this.slots * dValue, narrow.values, slots * dValue, slots * dValue);
    return narrow;
  }

  /** Makes room, keeping what is there: for exactly so many tokens where that is much more than there was. */
  reserve(tokens: number): void {
    if (tokens <= this.slots) return;
    const before = this.slots;
    const slots = Math.max(tokens, before + Math.max(MIN_GROWTH, Math.ceil(before * GROWTH)));
    this.keys = widened(this.keys, this.heads * this.dHead, before, slots);
    this.values = widened(this.values, this.heads, before * this.dValue, slots * this.dValue);
    this.slots = slots;
  }

  get bytes(): number {
    return this.keys.byteLength + this.values.byteLength;
  }
}

/** The first `count` columns of every row. */
function copyRows(from: Float32Array, fromColumns: number, to: Float32Array, toColumns: number, count: number): void {
  for (let start = 0, at = 0; start < from.length; start += fromColumns, at += toColumns)
    to.set(from.subarray(start, start + count), at);
}

/** The same rows with room for more columns; the old array is empty afterwards. [rows, columns] → [rows, newColumns] */
function widened(
  from: Float32Array<ArrayBuffer>,
  rows: number,
  columns: number,
  newColumns: number,
): Float32Array<ArrayBuffer> {
  const to = new Float32Array(rows * newColumns);
  copyRows(from, columns, to, newColumns, columns);
  detachBuffer(from);
  return to;
}
