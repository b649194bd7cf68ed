// The cache has room for more tokens than are in it, and attention has a column for every slot. What is shown has a column
// for every token: the columns of empty slots, whose weights are exactly 0, are left out. The file knows numbers only.

/**
 * [rows, slots + n] for every head → [rows, past + n]. One row, past = 1, slots = 3, n = 1: (0.4 0 0 0.6) → (0.4 0.6)
 */
export function withoutEmptySlots(
  attention: Float32Array<ArrayBuffer>,
  n: number,
  past: number,
  slots: number,
): Float32Array<ArrayBuffer> {
  if (slots === past) return attention;
  const rows = attention.length / (slots + n);
  const tight = new Float32Array(rows * (past + n));
  for (let row = 0; row < rows; row++) {
    const from = row * (slots + n);
    tight.set(attention.subarray(from, from + past), row * (past + n));
    tight.set(attention.subarray(from + slots, from + slots + n), row * (past + n) + past);
  }
  return tight;
}
