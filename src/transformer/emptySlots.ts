// The cache has room for more tokens than are in it, and attention has a column for every slot. What is shown has a column
// for every token, in the order of the text: the columns of empty slots, whose weights are exactly 0, are left out. The
// file knows numbers only.

/**
 * [rows, slots + n] for every head → [rows, past + n]. One row, past = 1, slots = 3, n = 1: (0.4 0 0 0.6) → (0.4 0.6).
 * Where the cache also has the tokens behind the new ones, `cached` in all, and the new ones themselves, which are not
 * looked at there: [rows, slots + n] → [rows, cached]; past = 1, n = 1, slots = 4, cached = 3: (0.4 0 0.1 0 0.5) →
 * (0.4 0.5 0.1). Written to the beginning of `into`, which may be the memory of `attention` itself.
 */
export function withoutEmptySlots(
  attention: Float32Array<ArrayBuffer>,
  { n, past, slots, cached = past }: { n: number; past: number; slots: number; cached?: number | undefined },
  into?: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  if (slots === past && cached === past) return attention;
  const rows = attention.length / (slots + n);
  const columns = Math.max(cached, past + n);
  const tight = into?.subarray(0, rows * columns) ?? new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = row * (slots + n);
    tight.set(attention.subarray(from, from + cached), row * columns);
    tight.set(attention.subarray(from + slots, from + slots + n), row * columns + past);
  }
  return tight;
}
