// The places of a text of token ids in the order of the n-grams that begin there: a suffix array that compares only the
// first tokens. Knows ids, no counts.
import { radixOrder } from '../../src/explain/radixOrder.ts';

/**
 * Places 0 … n - 1 by ids[place], then ids[place + 1], … up to `depth` ids; after the end of the text ids count as 0.
 */
export function sortedPlaces(ids: Uint16Array, depth: number): Uint32Array<ArrayBuffer> {
  const n = ids.length;
  const digits = Array.from({ length: depth }, (_, i) => {
    const offset = depth - 1 - i;
    return (place: number) => (place + offset < n ? ids[place + offset] : 0);
  });
  return radixOrder(n, 2 ** 16, digits);
}
