// Which key a query may look at, as numbers that are added to the scores. Knows positions only.

import type { Hiding } from './intervention.ts';

/**
 * Causal mask for n new tokens behind `past` tokens that stand in a cache of `slots`: 0 where a query may look, -∞ at
 * empty slots, at later tokens, and at those before the last `window` (the query's own included). [n, slots + n]
 * n = 2, past = 1, slots = 2: [0 -∞ | 0 -∞] [0 -∞ | 0 0]; with a window of 2: [0 -∞ | 0 -∞] [-∞ -∞ | 0 0]
 */
export function causalMask(
  n: number,
  past: number,
  slots: number,
  window = Number.POSITIVE_INFINITY,
): Float32Array<ArrayBuffer> {
  const columns = slots + n;
  const mask = new Float32Array(n * columns);
  for (let query = 0; query < n; query++) {
    const row = mask.subarray(query * columns, (query + 1) * columns);
    row.fill(Number.NEGATIVE_INFINITY, past, slots);
    row.fill(Number.NEGATIVE_INFINITY, slots + query + 1);
    const hidden = Math.max(0, past + query + 1 - window); // tokens before the window
    row.fill(Number.NEGATIVE_INFINITY, 0, Math.min(hidden, past));
    row.fill(Number.NEGATIVE_INFINITY, slots, slots + Math.max(0, hidden - past));
  }
  return mask;
}

/**
 * The mask of a text that is read in both directions: tokens [past, past + n) look at `cached` tokens of a cache of
 * `slots`, but for their own columns there, which the new ones stand for, and at one another; with a window at as many
 * before as behind them only. [n, slots + n]
 * n = 1, past = 1, slots = 4, cached = 3: [0 -∞ 0 -∞ | 0]
 */
export function maskBothWays(
  n: number,
  { past, slots, cached }: { readonly past: number; readonly slots: number; readonly cached: number },
  window = Number.POSITIVE_INFINITY,
): Float32Array<ArrayBuffer> {
  const columns = slots + n;
  const reach = (window - 1) / 2;
  const mask = new Float32Array(n * columns).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < n; row++) {
    const query = past + row;
    const sees = (key: number) => Math.abs(query - key) <= reach;
    for (let key = 0; key < cached; key++)
      if (sees(key) && (key < past || key >= past + n)) mask[row * columns + key] = 0;
    for (let own = 0; own < n; own++) if (sees(past + own)) mask[row * columns + slots + own] = 0;
  }
  return mask;
}

/** Where the new tokens stand, and how many heads look at them. */
export interface MaskPlace {
  readonly n: number;
  readonly past: number;
  readonly slots: number;
  readonly layer: number;
  readonly heads: number;
  /** The text is read in both directions: what is hidden from all is hidden from those before it, too. */
  readonly bothWays?: boolean;
}

/**
 * The mask of one layer with keys hidden besides: [1, n, slots + n] where they are hidden from all heads, else
 * [heads, n, slots + n]. Fails with question-invalid where a query would have nothing left: a softmax over nothing has no
 * value.
 */
export function hiddenFrom(
  mask: Float32Array,
  hidings: readonly Hiding[],
  { n, past, slots, layer, heads, bothWays = false }: MaskPlace,
): Float32Array<ArrayBuffer> {
  const copies = hidings.some(({ head }) => head !== undefined) ? heads : 1;
  const masks = new Float32Array(copies * mask.length);
  for (let copy = 0; copy < copies; copy++) masks.set(mask, copy * mask.length);
  const columns = slots + n;
  for (const { start, end, query, head } of hidings) {
    const isFrom = (row: number) => (query === undefined ? row >= end || (bothWays && row < start) : row === query);
    const [from, to] = head === undefined ? [0, copies - 1] : [head, head];
    for (let copy = from; copy <= to; copy++)
      for (let row = past; row < past + n; row++) {
        if (!isFrom(row)) continue;
        const at = copy * mask.length + (row - past) * columns;
        const column = (key: number) => at + (key < past || key >= past + n ? key : slots + key - past);
        for (let key = start; key < end; key++) masks[column(key)] = Number.NEGATIVE_INFINITY;
      }
  }
  for (let row = 0; row < masks.length / columns; row++) {
    if (masks.subarray(row * columns, (row + 1) * columns).some((value) => value === 0)) continue;
    const problem = `token ${past + (row % n)} has no token left that it attends to in layer ${layer}`;
    throw { code: 'question-invalid', question: 'interventions', problem } as const;
  }
  return masks;
}

/**
 * What a convolution reads of the tokens behind each new one: 1 at distance j for the token j places before it, 0 where that
 * is hidden from it. A token that is hidden from single heads only is still read. [n, kernel]
 */
export function tapsBehind(
  hidings: readonly Hiding[],
  { kernel, past, n }: { readonly kernel: number; readonly past: number; readonly n: number },
): Float32Array<ArrayBuffer> {
  const taps = new Float32Array(n * kernel).fill(1);
  for (const { start, end, query, head } of hidings) {
    if (head !== undefined) continue;
    for (let row = 0; row < n; row++) {
      const position = past + row;
      if (query === undefined ? position < end : position !== query) continue;
      for (let key = Math.max(start, position - kernel + 1); key < Math.min(end, position + 1); key++)
        taps[row * kernel + position - key] = 0;
    }
  }
  return taps;
}
