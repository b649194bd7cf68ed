// Whole numbers of a few bits in a row of bytes, the lowest bit first, one behind the other without gaps: 4 bits are the lower
// half of a byte, then the upper one; 3 bits are 8 numbers in 3 bytes. MLX packs so, and what puts numbers of 2, 4 or 8 bits
// into little-endian integers comes to the same. Knows no file.

/** `rows` rows of `width` numbers, each of which begins `rowBytes` behind the one before: [rows · width] */
export function unpackBits(
  bytes: Uint8Array,
  { bits, rows, width, rowBytes }: { bits: number; rows: number; width: number; rowBytes: number },
): Uint8Array<ArrayBuffer> {
  const numbers = new Uint8Array(rows * width);
  const mask = 2 ** bits - 1;
  for (let row = 0, to = 0; row < rows; row++) {
    const start = row * rowBytes;
    for (let i = 0, bit = 0; i < width; i++, to++, bit += bits) {
      const at = start + (bit >> 3);
      numbers[to] = ((bytes[at] | (bytes[at + 1] << 8)) >> (bit & 7)) & mask; // a byte behind the end is 0
    }
  }
  return numbers;
}
