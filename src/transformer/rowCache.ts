// Rows of one layer for all tokens so far, as wide as the layer needs them: what a short convolution read, of which the next
// tokens read the last ones again. All of them are kept, not only the last, so that a text can be cut and gone on with
// anywhere. The file knows no tokens.
import { detachBuffer } from '../runtime/detachBuffer.ts';

export class RowCache {
  readonly width: number;
  #rows = new Float32Array(0); // [room, width]

  constructor(width: number) {
    this.width = width;
  }

  /** Makes room, keeping what is there. Views that were handed out before are empty then. */
  reserve(tokens: number): void {
    const before = this.#rows;
    if (tokens * this.width <= before.length) return;
    this.#rows = new Float32Array(tokens * this.width);
    this.#rows.set(before);
    detachBuffer(before);
  }

  /** A view of the rows of tokens [start, end), for which there must be room. [end - start, width] */
  rows(start: number, end: number): Float32Array<ArrayBuffer> {
    return this.#rows.subarray(start * this.width, end * this.width);
  }

  /** Copies the first n tokens of another cache of this width. There must be room for them. */
  copyFrom(other: RowCache, n: number): void {
    this.#rows.set(other.rows(0, n));
  }

  get bytes(): number {
    return this.#rows.byteLength;
  }
}
