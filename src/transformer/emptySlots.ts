// The cache has room for more tokens than are in it; nobody wants to see what attention makes of the rest. Knows numbers only.

/** [rows, slots + n] for every head → [rows, past + n]: the columns of empty slots (all 0) are left out. */
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
