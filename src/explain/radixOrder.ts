// A stable sort by digits, least significant first: one counting sort for each of them. Knuth, TAOCP 3, §5.2.5. Knows numbers only.

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

/** Where the first with each digit goes. */
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
