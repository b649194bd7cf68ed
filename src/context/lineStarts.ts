// Where the lines of a text begin, and in which line a place is. Knows no more of a text.

/** The places behind line breaks of Unix, Windows and old Macs, and 0. */
export function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: lineBreak, index }) => index + lineBreak.length)];
}

/** The line that a place is in, 0-based. */
export function lineAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}
