// Quantised blocks of a file in the layout that onnxruntime's operators read: no number changes, they only lie elsewhere.
// A weight is S · (code - zero) - M with a scale S and an offset M for each group of 16 to 128, and one zero for all groups or
// one for each. Knows no graph.
//
// MatMulNBits computes S · (n - 8) of numbers n with 4 bits, and S · (n - 128), or with any other zero, of those with 8. So
//   4 bits   n = code, moved so that zero is 8. With an offset zero is 0, and S · n - M = S · (n - 8) + (8 S - M).
//   8 bits   n = code, by the kernel that rounds x (inParts.ts has an exact use of it). There is no other fast one, but with
//            c = code, moved so that zero is 128, and its two halves, which are numbers of 4 bits:
//            S · (c - 128) = 16 · S · (high - 8) + S · (low - 0).
// What is left, 8 S - M, is the same for all weights of a group: it is multiplied with the sum of the group's inputs. Where each
// group has a zero of its own, codes stay as they are, and the operator takes the zeros: of 8 bits by halves, too.
import onnxProto from 'onnx-proto';
import { type BlockType, newBlocks, viewOf } from '../checkpoint/ggml/blockType.ts';
import { blockType } from '../checkpoint/ggml/ggmlTypes.ts';
import { groupingOf } from '../checkpoint/grouping.ts';
import type { FilePlace, Grouping, GroupNumbers } from '../checkpoint/quantised/packing.ts';
import { readBytes, type TensorEntry } from '../checkpoint/safetensors.ts';

const { DataType } = onnxProto.onnx.TensorProto;

/**
 * nibbles: 4 bits, for a product. halves: 8 bits as two times 4, for a product. bytes: 8 bits, for a product that rounds x.
 * rows: as in the file, for looking rows up.
 */
export type BlockForm = 'nibbles' | 'halves' | 'bytes' | 'rows';

export type BlockPart = 'codes' | 'low' | 'scales' | 'zeros' | 'lowZeros' | 'offsets';

export function partName({ name }: TensorEntry, form: BlockForm, part: BlockPart): string {
  return `${name} ${form} ${part}`;
}

/** Where codes can be read in the file: packed by others just as the operator wants them, and need not be moved. */
export function codesInFile({ packing }: TensorEntry, form: BlockForm): FilePlace | undefined {
  const groups = packing?.groups;
  if (!groups?.place || form === 'halves') return undefined;
  return shiftOf(groups, form) === 0 ? groups.place : undefined;
}

/** [rows, groups, bytes of each] for a product, [rows, bytes] for looking rows up. */
export function codeDims({ shape: [rows, width] }: TensorEntry, { groupSize, codeBits }: Grouping, form: BlockForm) {
  const bits = form === 'halves' ? 4 : codeBits;
  return form === 'rows' ? [rows, (width * bits) / 8] : [rows, width / groupSize, (groupSize * bits) / 8];
}

/** Bytes that are read at a time. */
const CHUNK = 1 << 22;
const NIBBLE_ZERO = 8;
const BYTE_ZERO = 128;

/** Whether the operator has to be told where the zero of 8 bits is. It is where the codes are: products cancel less. */
export function hasZeros(grouping: Grouping): boolean {
  return zeroOfBytes(grouping) !== BYTE_ZERO;
}

/** undefined where each group has its own. */
function zeroOfBytes({ zero, hasOffset, centre }: Grouping): number | undefined {
  return hasOffset ? centre : zero;
}

/** What has to be added to a code, so that its zero is where the operator has it. */
function shiftOf({ codeBits, zero, hasOffset, centre }: Grouping, form: BlockForm): number {
  if (form === 'rows' || form === 'bytes' || zero === undefined) return 0;
  return (codeBits === 4 ? NIBBLE_ZERO : BYTE_ZERO) - (hasOffset ? centre : zero);
}

/** Bytes of all parts together, but for codes that stay in the file; with the scales and sums that the kernel for 8 bits keeps. */
export function blockBytes(tensor: TensorEntry, form: BlockForm): number {
  const grouping = neededGrouping(tensor);
  const { groupSize, codeBits, hasOffset, zero } = grouping;
  const weights = tensor.shape[0] * tensor.shape[1];
  const zeroBytes = {
    rows: 0,
    nibbles: zero === undefined ? 0.5 : 0,
    halves: zero === undefined ? 1 : 0.5,
    bytes: hasZeros(grouping) ? 1 : 0,
  }[form];
  const perGroup = 4 + (hasOffset ? 4 : 0) + zeroBytes + (form === 'bytes' ? 8 : 0);
  const codes = codesInFile(tensor, form) ? 0 : (weights * codeBits) / 8;
  return codes + (weights / groupSize) * perGroup;
}

export function neededGrouping(tensor: TensorEntry): Grouping {
  const grouping = groupingOf(tensor);
  if (!grouping) throw new Error(`${tensor.dtype} has no groups`);
  return grouping;
}

/** Fails like readBytes(). */
export async function blockInitializers(
  tensor: TensorEntry,
  form: BlockForm,
): Promise<readonly onnxProto.onnx.ITensorProto[]> {
  const packer = new BlockUnpacker(neededGrouping(tensor), form, tensor);
  const type = blockType(tensor.dtype);
  if (tensor.packing) await addGroups(packer, tensor, form);
  else if (type) await addBlocks(packer, tensor, type);
  return packer.initializers();
}

async function addBlocks(packer: BlockUnpacker, tensor: TensorEntry, type: BlockType): Promise<void> {
  const [rows, width] = tensor.shape;
  const rowBytes = (width / type.blockSize) * type.blockBytes;
  const most = Math.max(1, Math.floor(CHUNK / rowBytes));
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const bytes = await readBytes(tensor.file, tensor.offset + first * rowBytes, count * rowBytes);
    packer.add(type, new Uint8Array(bytes), first);
  }
}

async function addGroups(packer: BlockUnpacker, tensor: TensorEntry, form: BlockForm): Promise<void> {
  const [rows, width] = tensor.shape;
  const groups = tensor.packing?.groups;
  if (!groups) throw new Error(`${tensor.name} has no groups`);
  const most = Math.max(1, Math.floor(CHUNK / width));
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    packer.addNumbers(await groups.numbers(first, count), first);
    if (!codesInFile(tensor, form)) packer.addCodes(await groups.codes(first, count), first);
  }
}

/** Unpacks the rows of a matrix, and packs them again. */
class BlockUnpacker {
  readonly #grouping: Grouping;
  readonly #form: BlockForm;
  readonly #tensor: TensorEntry;
  readonly #groups: number;
  readonly #codes: Uint8Array<ArrayBuffer>;
  readonly #low: Uint8Array<ArrayBuffer>;
  readonly #scales: Float32Array;
  readonly #offsets: Float32Array;
  /** [rows, groups], each in a byte of its own; empty where all have the same. */
  readonly #zeros: Uint8Array;
  /** Where a stored row belongs. */
  readonly #place: Int32Array;

  constructor(grouping: Grouping, form: BlockForm, tensor: TensorEntry) {
    const [rows, width] = tensor.shape;
    this.#grouping = grouping;
    this.#form = form;
    this.#tensor = tensor;
    this.#groups = width / grouping.groupSize;
    const half = grouping.codeBits === 4 || form === 'halves';
    const inFile = codesInFile(tensor, form) !== undefined;
    this.#codes = new Uint8Array(inFile ? 0 : half ? (rows * width) / 2 : rows * width);
    this.#low = new Uint8Array(form === 'halves' ? (rows * width) / 2 : 0);
    this.#scales = new Float32Array(rows * this.#groups);
    this.#offsets = new Float32Array(grouping.hasOffset ? rows * this.#groups : 0);
    this.#zeros = new Uint8Array(grouping.zero === undefined ? rows * this.#groups : 0);
    this.#place = Int32Array.from({ length: rows }, (_, row) => row);
    const { order } = tensor;
    if (order?.kind === 'rows') for (let row = 0; row < rows; row++) this.#place[order.storedRow(row)] = row;
  }

  /** Adds the codes of whole rows from row `first` on. */
  addCodes(codes: Uint8Array, first: number): void {
    this.#pack(new Uint32Array(codes.buffer, codes.byteOffset, codes.length / 4), first * this.#tensor.shape[1]);
  }

  /** Adds what goes with them. */
  addNumbers({ scales, zeros, offsets }: GroupNumbers, first: number): void {
    const at = first * this.#groups;
    this.#scales.set(scales, at);
    if (this.#zeros.length > 0) this.#zeros.set(zeros, at);
    if (this.#grouping.hasOffset) this.#setOffsets(scales, offsets, at);
  }

  /** Adds whole stored rows from row `first` on. */
  add(type: BlockType, bytes: Uint8Array, first: number): void {
    const view = viewOf(bytes);
    const blocks = (this.#groups * type.groupSize) / type.blockSize;
    const row = newBlocks(type, blocks);
    for (let stored = first, at = 0; at < bytes.length; stored++) {
      for (let i = 0; i < blocks; i++, at += type.blockBytes) type.unpack(view, at, row, i);
      const group = this.#place[stored] * this.#groups;
      this.#pack(row.words, group * this.#grouping.groupSize);
      this.#scales.set(row.scales, group);
      if (type.hasOffset) this.#setOffsets(row.scales, row.offsets, group);
    }
  }

  /** Codes, four to a word, from place `start` of the whole matrix on. */
  #pack(words: Uint32Array, start: number): void {
    const shift = shiftOf(this.#grouping, this.#form) * 0x01010101;
    if (this.#form === 'halves') packHalves(words, shift, this.#codes, this.#low, start / 2);
    else if (this.#grouping.codeBits === 4) packNibbles(words, shift, this.#codes, start / 2);
    else packBytes(words, shift, this.#codes, start);
  }

  /** What is subtracted where rows are looked up, and what is added to a product. */
  #setOffsets(scales: Float32Array, offsets: Float32Array, group: number): void {
    const { centre } = this.#grouping;
    for (let i = 0; i < offsets.length; i++)
      this.#offsets[group + i] = this.#form === 'rows' ? offsets[i] : centre * scales[i] - offsets[i];
  }

  initializers(): readonly onnxProto.onnx.ITensorProto[] {
    const { hasOffset } = this.#grouping;
    const dims = codeDims(this.#tensor, this.#grouping, this.#form);
    return [
      ...(this.#codes.length > 0 ? [this.#bytes('codes', dims, this.#codes)] : []),
      ...(this.#low.length > 0 ? [this.#bytes('low', dims, this.#low)] : []),
      this.#floats('scales', this.#scales),
      ...this.#zeroParts(),
      ...(hasOffset ? [this.#floats('offsets', this.#offsets)] : []),
    ];
  }

  /** Zeros as the operator wants them: of 4 bits two to a byte, row by row. */
  #zeroParts(): readonly onnxProto.onnx.ITensorProto[] {
    const rows = this.#tensor.shape[0];
    const packed = [rows, Math.ceil(this.#groups / 2)];
    const halves = (part: BlockPart, half: (zero: number) => number) =>
      this.#bytes(part, packed, packedRows(this.#zeros, [rows, this.#groups], half));
    if (this.#form === 'halves')
      return this.#zeros.length > 0
        ? [halves('zeros', (zero) => zero >> 4), halves('lowZeros', (zero) => zero & 15)]
        : [this.#bytes('lowZeros', packed, new Uint8Array(rows * packed[1]))];
    if (this.#form === 'bytes' && hasZeros(this.#grouping)) {
      const same = zeroOfBytes(this.#grouping);
      const zeros = same === undefined ? this.#zeros : new Uint8Array(this.#scales.length).fill(same);
      return [this.#bytes('zeros', [rows, this.#groups], zeros)];
    }
    if (this.#zeros.length === 0) return [];
    if (this.#form === 'nibbles') return [halves('zeros', (zero) => zero)];
    return [this.#bytes('zeros', [rows, this.#groups], this.#zeros)];
  }

  #bytes(part: BlockPart, dims: readonly number[], rawData: Uint8Array): onnxProto.onnx.ITensorProto {
    return { name: partName(this.#tensor, this.#form, part), dims: [...dims], dataType: DataType.UINT8, rawData };
  }

  #floats(part: BlockPart, values: Float32Array): onnxProto.onnx.ITensorProto {
    const rawData = new Uint8Array(values.buffer as ArrayBuffer);
    const dims = [this.#tensor.shape[0], this.#groups];
    return { name: partName(this.#tensor, this.#form, part), dims, dataType: DataType.FLOAT, rawData };
  }
}

/** Numbers of 4 bits, two to a byte; each row begins with a byte. */
function packedRows(
  numbers: Uint8Array,
  [rows, width]: readonly [number, number],
  half: (number: number) => number,
): Uint8Array {
  const bytes = Math.ceil(width / 2);
  const packed = new Uint8Array(rows * bytes);
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < width; column++, i++)
      packed[row * bytes + (column >> 1)] |= half(numbers[i]) << (column & 1 ? 4 : 0);
  return packed;
}

// Four codes are packed at a time. `shift` is what is added to each of the four, which none of them outgrows its byte by.

function packBytes(words: Uint32Array, shift: number, packed: Uint8Array<ArrayBuffer>, start: number): void {
  const to = new Uint32Array(packed.buffer, packed.byteOffset + start, words.length);
  if (shift === 0) to.set(words);
  else for (let i = 0; i < words.length; i++) to[i] = words[i] + shift;
}

/** Two numbers of 4 bits to a byte, the first one in its lower half. */
function packNibbles(words: Uint32Array, shift: number, packed: Uint8Array<ArrayBuffer>, start: number): void {
  const to = new Uint16Array(packed.buffer, packed.byteOffset + start, words.length);
  for (let i = 0; i < words.length; i++) to[i] = joinedNibbles(words[i] + shift);
}

/** The upper and the lower halves of numbers of 8 bits, each as numbers of 4. */
function packHalves(
  words: Uint32Array,
  shift: number,
  high: Uint8Array<ArrayBuffer>,
  low: Uint8Array<ArrayBuffer>,
  start: number,
): void {
  const toHigh = new Uint16Array(high.buffer, high.byteOffset + start, words.length);
  const toLow = new Uint16Array(low.buffer, low.byteOffset + start, words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] + shift;
    toHigh[i] = joinedNibbles((word >>> 4) & 0x0f0f0f0f);
    toLow[i] = joinedNibbles(word & 0x0f0f0f0f);
  }
}

/** Four numbers of 4 bits, a byte each, in two bytes. 0x04030201 → 0x4321 */
function joinedNibbles(word: number): number {
  const pairs = word | (word >>> 4);
  return (pairs & 0xff) | ((pairs >>> 8) & 0xff00);
}
