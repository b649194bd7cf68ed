// The bytes at the beginning of a GGUF file, read from front to back. How long the header is shows only while it is
// read, so that a cursor asks for more of the file when it comes to the end of what is there. Every length is compared with the
// file before it is used. Knows no keys.
import type { Failure } from '../../contract/failure.ts';

/** Published headers have up to 20 MB, nearly all of it the tokenizer's. */
const MAX_HEADER_BYTES = 100_000_000;

/** Thrown where the bytes that were read so far end: the header goes on at least to `needs`. */
export class HeaderGoesOn {
  readonly needs: number;

  constructor(needs: number) {
    this.needs = needs;
  }
}

/** All reading methods fail with gguf-header where the file or the limit ends first. */
export class HeaderBytes {
  readonly file: string;
  readonly fileBytes: number;
  /** Where the next value begins. */
  at = 0;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  /** The same memory; it decodes short texts three times as fast as TextDecoder. */
  readonly #buffer: Buffer;

  constructor(file: string, fileBytes: number, bytes: Uint8Array<ArrayBuffer>) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The place of the next `count` bytes, which are there; goes on behind them. */
  take(count: number): number {
    const start = this.at;
    const end = start + count;
    if (end > this.fileBytes) throw this.invalid(`it ends in the middle of its header, at byte ${this.fileBytes}`);
    if (end > MAX_HEADER_BYTES) throw this.invalid(`its header has more than the ${MAX_HEADER_BYTES} bytes expected`);
    if (end > this.bytes.length) throw new HeaderGoesOn(end);
    this.at = end;
    return start;
  }

  /** A number of things that take at least so many bytes each; more than the file has room for are refused. */
  count(least: number, what: string): number {
    const at = this.take(8);
    // Not as a bigint: a tokenizer has half a million texts, and each has its length.
    const count = this.#view.getUint32(at, true) + 2 ** 32 * this.#view.getUint32(at + 4, true);
    const room = Math.floor((this.fileBytes - this.at) / least);
    if (count <= room) return count;
    throw this.invalid(`it claims ${this.#view.getBigUint64(at, true)} ${what}, and has room for ${room}`);
  }

  uint32(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.take(8), true);
  }

  /** UTF-8 behind its length. */
  text(): string {
    const length = this.count(1, 'characters');
    const start = this.take(length);
    return this.#buffer.toString('utf8', start, start + length);
  }

  skipText(): void {
    this.take(this.count(1, 'characters'));
  }

  /** A number of one of the format's types at a place that was taken; 64 bits as a bigint only where they need it. */
  numberAt(type: NumberType, at: number): number | bigint {
    const read = READ[type](this.#view, at);
    return typeof read === 'bigint' && Number.isSafeInteger(Number(read)) ? Number(read) : read;
  }

  invalid(problem: string): Failure {
    return { code: 'gguf-header', file: this.file, problem };
  }
}

const READ = {
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int32: (view, at) => view.getInt32(at, true),
  float32: (view, at) => view.getFloat32(at, true),
  bool: (view, at) => view.getUint8(at),
  uint64: (view, at) => view.getBigUint64(at, true),
  int64: (view, at) => view.getBigInt64(at, true),
  float64: (view, at) => view.getFloat64(at, true),
} as const satisfies Readonly<Record<string, (view: DataView, at: number) => number | bigint>>;

export type NumberType = keyof typeof READ;

export const NUMBER_BYTES: Readonly<Record<NumberType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  uint64: 8,
  int64: 8,
  float64: 8,
};
