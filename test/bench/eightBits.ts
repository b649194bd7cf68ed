// ggml's Q8_0: 32 weights are whole numbers of 8 bits times one scale in half precision.

const [BLOCK, BLOCK_BYTES, MOST] = [32, 34, 127];

/** The numbers, a multiple of 32, as blocks: the scale, then the whole numbers. */
export function eightBits(numbers: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((numbers.length / BLOCK) * BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  for (let first = 0, at = 0; first < numbers.length; first += BLOCK, at += BLOCK_BYTES) {
    let largest = 0;
    for (let i = first; i < first + BLOCK; i++) largest = Math.max(largest, Math.abs(numbers[i]));
    view.setUint16(at, halfBits(largest / MOST), true);
    for (let i = 0; i < BLOCK && largest > 0; i++)
      view.setInt8(at + 2 + i, Math.round((numbers[first + i] / largest) * MOST));
  }
  return bytes;
}

/** A number that is not negative in half precision: 0.5 is 0x3800. Below 2^-14 its exponent stays and its fraction shrinks. */
export function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(value)));
  return (exponent + 14) * 1024 + Math.round((value / 2 ** exponent) * 1024);
}
