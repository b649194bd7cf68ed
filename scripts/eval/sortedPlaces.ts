// The places of a text of token ids in the order of the n-grams that begin there: what a suffix array is, five tokens deep.
// Knows ids, no counts.

/**
 * Places 0 … n - 1 by ids[place], then ids[place + 1], … up to `depth` ids; behind the end of the text stands 0. Least
 * significant digit first: one stable counting sort for each of the `depth` ids, whole text at a time.
 */
export function sortedPlaces(ids: Uint16Array, depth: number): Uint32Array<ArrayBuffer> {
  const n = ids.length;
  let order = Uint32Array.from({ length: n }, (_, place) => place);
  let next = new Uint32Array(n);
  for (let offset = depth - 1; offset >= 0; offset--) {
    const digit = (place: number) => (place + offset < n ? ids[place + offset] : 0);
    const starts = bucketStarts(ids, offset);
    for (let i = 0; i < n; i++) next[starts[digit(order[i])]++] = order[i];
    [order, next] = [next, order];
  }
  return order;
}

/** Where each id's places begin. */
function bucketStarts(ids: Uint16Array, offset: number): Uint32Array {
  const starts = new Uint32Array(2 ** 16);
  const missing = Math.min(offset, ids.length);
  const counts = new Uint32Array(2 ** 16);
  for (let place = missing; place < ids.length; place++) counts[ids[place]]++;
  counts[0] += missing;
  for (let id = 1; id < starts.length; id++) starts[id] = starts[id - 1] + counts[id - 1];
  return starts;
}
