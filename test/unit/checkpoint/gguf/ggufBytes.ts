// Makes the bytes of GGUF files for tests, right ones and wrong ones.

/** A value with its type: uint32 and float32 for numbers, unless a list says it. */
export type Written =
  | string
  | boolean
  | number
  | { readonly float32: number }
  | { readonly uint64: bigint }
  | { readonly texts: readonly string[] }
  | { readonly flags: readonly boolean[] }
  | { readonly int32s: readonly number[] }
  | { readonly float32s: readonly number[] };

export interface WrittenTensor {
  readonly name: string;
  /** The number that ggml has for the type. */
  readonly type: number;
  /** Row-major. */
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface GgufParts {
  readonly version?: number;
  readonly metadata?: Readonly<Record<string, Written>>;
  readonly tensors?: readonly WrittenTensor[];
}

const ALIGNMENT = 32;

export function ggufBytes({ tensors = [], ...parts }: GgufParts): Buffer {
  const listed = tensors.map(({ bytes, ...tensor }) => ({ ...tensor, bytes: bytes.length }));
  const { header, starts, end } = ggufHeader({ ...parts, tensors: listed });
  const whole = Buffer.alloc(header.length + end);
  whole.set(header);
  for (const [i, { bytes }] of tensors.entries()) whole.set(bytes, header.length + starts[i]);
  return whole;
}

export interface ListedTensor extends Omit<WrittenTensor, 'bytes'> {
  /** How many. */
  readonly bytes: number;
}

interface GgufHead {
  /** All in front of the first tensor. */
  readonly header: Buffer;
  /** Where each tensor begins behind that, and where the last one ends. */
  readonly starts: readonly number[];
  readonly end: number;
}

export function ggufHeader({
  version = 3,
  metadata = {},
  tensors,
}: Omit<GgufParts, 'tensors'> & { readonly tensors: readonly ListedTensor[] }): GgufHead {
  const pairs = Object.entries(metadata);
  const starts: number[] = [];
  let end = 0;
  for (const { bytes } of tensors) {
    starts.push(end);
    end = aligned(end + bytes);
  }
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(version),
    uint64(tensors.length),
    uint64(pairs.length),
    ...pairs.flatMap(([key, value]) => [text(key), written(value)]),
    ...tensors.map(({ name, type, shape }, i) =>
      Buffer.concat([
        text(name),
        uint32(shape.length),
        ...shape.toReversed().map(uint64),
        uint32(type),
        uint64(starts[i]),
      ]),
    ),
  ]);
  return { header: Buffer.concat([header, Buffer.alloc(aligned(header.length) - header.length)]), starts, end };
}

/** A tensor of float32 numbers. */
export function floats(name: string, shape: readonly number[], values: ArrayLike<number>): WrittenTensor {
  return { name, type: 0, shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}

function written(value: Written): Buffer {
  if (typeof value === 'string') return Buffer.concat([uint32(8), text(value)]);
  if (typeof value === 'boolean') return Buffer.concat([uint32(7), Buffer.from([value ? 1 : 0])]);
  if (typeof value === 'number') return Buffer.concat([uint32(4), uint32(value)]);
  if ('float32' in value) return Buffer.concat([uint32(6), float32(value.float32)]);
  if ('uint64' in value) return Buffer.concat([uint32(10), uint64(value.uint64)]);
  if ('texts' in value) return list(8, value.texts.map(text));
  if ('flags' in value)
    return list(
      7,
      value.flags.map((flag) => Buffer.from([flag ? 1 : 0])),
    );
  if ('int32s' in value) return list(5, value.int32s.map(uint32));
  return list(6, value.float32s.map(float32));
}

function list(type: number, values: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(9), uint32(type), uint64(values.length), ...values]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function uint64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}
