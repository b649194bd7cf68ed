// The GGUF format: a header with key-value pairs and a table of tensors, then the tensors' bytes, each aligned. Every bound is
// checked before a byte is used. Knows nothing about what keys and tensors mean.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
import { realpath } from 'node:fs/promises';
import type { Failure } from '../../contract/failure.ts';
import { ggmlType } from '../ggml/ggmlTypes.ts';
import { fileSize } from '../jsonFile.ts';
import { readBytes, type TensorEntry } from '../safetensors.ts';
import { HeaderBytes, HeaderGoesOn } from './headerBytes.ts';
import { Metadata } from './metadata.ts';

export interface GgufHeader {
  readonly metadata: Metadata;
  /** By the names of the file; shapes are row-major, as everywhere here. The file has them the other way round. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

const MAGIC = 0x46554747; // GGUF
const VERSIONS = [2, 3];
/** What most headers of small models have. */
const FIRST_READ_BYTES = 1 << 20;
/** ggml has four; a hostile file may claim any number. */
const MAX_DIMENSIONS = 4;
/** The shortest entry of the table: a name without characters, no dimensions, type and offset. */
const LEAST_TENSOR_BYTES = 24;
const DEFAULT_ALIGNMENT = 32;
/** Writers use 32; larger ones are for pages. */
const MAX_ALIGNMENT = 1 << 20;

/** Whether the file begins as GGUF files do. */
export async function isGguf(file: string): Promise<boolean> {
  if ((await fileSize(file)) < 4) return false;
  return new DataView(await readBytes(file, 0, 4)).getUint32(0, true) === MAGIC;
}

/** Fails with file-missing, file-unreadable, gguf-header, safetensors-truncated, tensor-invalid. */
export async function readGgufHeader(file: string): Promise<GgufHeader> {
  const fileBytes = await fileSize(file);
  const storedIn = await realpath(file);
  let length = Math.min(fileBytes, FIRST_READ_BYTES);
  for (;;) {
    const bytes = new HeaderBytes(file, fileBytes, new Uint8Array(await readBytes(file, 0, length)));
    try {
      return ggufHeaderIn(bytes, storedIn);
    } catch (problem) {
      if (!(problem instanceof HeaderGoesOn)) throw problem;
      length = Math.min(fileBytes, Math.max(4 * length, problem.needs));
    }
  }
}

/** The header of a file that is stored at `storedIn`. Fails with gguf-header, safetensors-truncated, tensor-invalid. */
export function ggufHeaderIn(bytes: HeaderBytes, storedIn: string): GgufHeader {
  if (bytes.fileBytes < 4 || bytes.uint32() !== MAGIC) throw bytes.invalid('it does not begin with "GGUF"');
  checkVersion(bytes);
  const tensorCount = bytes.count(LEAST_TENSOR_BYTES, 'tensors');
  const metadata = new Metadata(bytes, Metadata.count(bytes));
  const listed = Array.from({ length: tensorCount }, () => listedTensor(bytes));
  const alignment = alignmentOf(metadata, bytes);
  const dataStart = aligned(bytes.at, alignment);
  const tensors = new Map(listed.map((tensor) => [tensor.name, checkedTensor(tensor, bytes, { storedIn, dataStart })]));
  if (tensors.size < listed.length) throw bytes.invalid('two tensors have the same name');
  checkPlaces([...tensors.values()], dataStart, alignment);
  return { metadata, tensors };
}

/**
 * Tensors lie one behind the other, each aligned, whatever the order of the table: with another alignment than the file was
 * written with, or with a wrong offset, others' bytes would be read as their numbers.
 */
function checkPlaces(tensors: readonly TensorEntry[], dataStart: number, alignment: number): void {
  let expected = 0;
  for (const { name, file, offset, bytes } of tensors.toSorted((a, b) => a.offset - b.offset || a.bytes - b.bytes)) {
    const found = offset - dataStart;
    if (found !== expected) {
      const problem = `it begins at byte ${found} of the numbers, where an alignment of ${alignment} puts it at byte ${expected}`;
      throw { code: 'tensor-invalid', file, tensor: name, problem } satisfies Failure;
    }
    expected = aligned(found + bytes, alignment);
  }
}

function checkVersion(bytes: HeaderBytes): void {
  const version = bytes.uint32();
  if (VERSIONS.includes(version)) return;
  // The version of a big-endian file has its bytes the other way round.
  const problem =
    version % 0x10000 === 0 && version > 0
      ? 'it is big-endian, which Tokenscope does not read'
      : `its version is ${version}; Tokenscope reads versions ${VERSIONS.join(' and ')}`;
  throw bytes.invalid(problem);
}

interface Listed {
  readonly name: string;
  /** As in the file, the fastest axis first. */
  readonly sizes: readonly number[];
  readonly type: number;
  readonly offset: bigint;
}

function listedTensor(bytes: HeaderBytes): Listed {
  const name = bytes.text();
  const dimensions = bytes.uint32();
  if (dimensions > MAX_DIMENSIONS) throw invalid(bytes, name, `${dimensions} dimensions, more than ${MAX_DIMENSIONS}`);
  const sizes = Array.from({ length: dimensions }, () => Number(bytes.uint64()));
  return { name, sizes, type: bytes.uint32(), offset: bytes.uint64() };
}

function alignmentOf(metadata: Metadata, bytes: HeaderBytes): number {
  const alignment = metadata.number('general.alignment') ?? DEFAULT_ALIGNMENT;
  const isPower = Number.isInteger(alignment) && alignment > 0 && alignment <= MAX_ALIGNMENT && isPowerOfTwo(alignment);
  if (!isPower) throw bytes.invalid(`its alignment is ${alignment}, not a power of two`);
  return alignment;
}

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0;
}

function aligned(at: number, alignment: number): number {
  return Math.ceil(at / alignment) * alignment;
}

interface DataPlace {
  readonly storedIn: string;
  /** The first byte of the tensors. */
  readonly dataStart: number;
}

function checkedTensor({ name, sizes, type, offset }: Listed, bytes: HeaderBytes, place: DataPlace): TensorEntry {
  const { file, fileBytes } = bytes;
  const elements = sizes.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(elements)) throw invalid(bytes, name, `its shape is [${sizes.toReversed()}]`);
  const known = ggmlType(type);
  if (!known) throw invalid(bytes, name, `its number type is ${type}, which Tokenscope does not know`);
  const [width = 1] = sizes;
  if (width % known.blockSize !== 0)
    throw invalid(bytes, name, `rows of ${width} are not made of blocks of ${known.blockSize}, as ${known.name} needs`);
  const length = (elements / known.blockSize) * known.blockBytes;
  const begin = Number(offset) + place.dataStart;
  const end = begin + length;
  if (end > fileBytes)
    throw { code: 'safetensors-truncated', file, tensor: name, needsBytes: end, hasBytes: fileBytes } satisfies Failure;
  return {
    ...{ name, file, storedIn: place.storedIn, dtype: known.name, shape: sizes.toReversed() },
    ...{ offset: begin, bytes: length },
  };
}

function invalid({ file }: HeaderBytes, tensor: string, problem: string): Failure {
  return { code: 'tensor-invalid', file, tensor, problem };
}
