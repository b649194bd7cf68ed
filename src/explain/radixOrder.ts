// A stable sort by digits, the least significant first: one counting sort for each of them (Knuth, "The Art of Computer
// Programming", vol. 3, §5.2.5). Sorting by a later digit keeps the order of the earlier ones, so that 21, 12, 11 become
// 21, 11, 12 and then 11, 12, 21. The file knows numbers only.

/** What a digit of one of the sorted is: from 0 to base - 1. */
type Digit = (index: number) => number;

/** Indices 0 … count - 1 in the order of their digits; where all are equal, by index. */
export function radixOrder(count: number, base: number, digits: readonly Digit[]): Uint32Array<ArrayBuffer> {
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let next = new Uint32Array(count);
  for (const digit of digits) {
    const places = firstPlaces(count, base, digit);
    for (let i = 0; i < count; i++) next[places[digit(order[i])]++] = order[i];
    [order, next] = [next, order];
  }
  return order;
}

/** Where the first index with each digit goes: behind all those with a smaller one. [base] */
function firstPlaces(count: number, base: number, digit: Digit): Uint32Array {
  const places = new Uint32Array(base);
  for (let i = 0; i < count; i++) places[digit(i)]++;
  let before = 0;
  for (let value = 0; value < base; value++) {
    const size = places[value];
    places[value] = before;
    before += size;
  }
  return places;
}
