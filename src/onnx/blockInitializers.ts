// Quantised blocks of a GGUF file in the layout that onnxruntime's operators read: no number changes, they only lie elsewhere.
// A weight is S · (code - zero) - M with a scale S and an offset M for each group of 16 or 32. Knows no graph.
//
// MatMulNBits computes S · (n - 8) of numbers n with 4 bits, and S · (n - 128), or with any other zero, of those with 8. So
//   4 bits   n = code, moved so that zero is 8. With an offset zero is 0, and S · n - M = S · (n - 8) + (8 S - M).
//   8 bits   n = code, by the kernel that rounds x (inParts.ts has an exact use of it). There is no other fast one, but with
//            c = code, moved so that zero is 128, and its two halves, which are numbers of 4 bits:
//            S · (c - 128) = 16 · S · (high - 8) + S · (low - 0).
// What is left, 8 S - M, is the same for all weights of a group: it is multiplied with the sum of the group's inputs.
import onnxProto from 'onnx-proto';
import { type BlockType, newBlock } from '../checkpoint/ggml/blockType.ts';
import { blockType } from '../checkpoint/ggml/ggmlTypes.ts';
import { readBytes, type TensorEntry } from '../checkpoint/safetensors.ts';

const { DataType } = onnxProto.onnx.TensorProto;

/**
 * nibbles: 4 bits, for a product. halves: 8 bits as two times 4, for a product. bytes: 8 bits, for a product that rounds x.
 * rows: as in the file, for looking rows up.
 */
export type BlockForm = 'nibbles' | 'halves' | 'bytes' | 'rows';

export type BlockPart = 'codes' | 'low' | 'scales' | 'zeros' | 'offsets';

export function partName({ name }: TensorEntry, form: BlockForm, part: BlockPart): string {
  return `${name} ${form} ${part}`;
}

/** Bytes that are read at a time. */
const CHUNK = 1 << 22;
/** Whether the operator has to be told where the zero of 8 bits is. It is where the codes are: products cancel less. */
export function hasZeros(type: BlockType): boolean {
  return zeroOfBytes(type) !== BYTE_ZERO;
}

function zeroOfBytes({ zero, hasOffset }: BlockType): number {
  return hasOffset ? MIDDLE_OF_FIVE_BITS : zero;
}

const NIBBLE_ZERO = 8;
const BYTE_ZERO = 128;

/** What has to be added to a code, so that its zero is where the operator has it. */
function shiftOf({ codeBits, zero, hasOffset }: BlockType, form: BlockForm): number {
  if (form === 'rows' || form === 'bytes') return 0;
  if (codeBits === 4) return hasOffset ? 0 : NIBBLE_ZERO - zero;
  return BYTE_ZERO - (hasOffset ? MIDDLE_OF_FIVE_BITS : zero);
}

/** Types of 8 bits with offsets have 5 of them: their codes are centred, so that products do not cancel. */
const MIDDLE_OF_FIVE_BITS = 16;

/** Bytes of all parts together, and of the scales and sums of blocks that the kernel for 8 bits makes of them for itself. */
export function blockBytes(tensor: TensorEntry, form: BlockForm): number {
  const { groupSize, codeBits, hasOffset } = typeOf(tensor);
  const weights = tensor.shape[0] * tensor.shape[1];
  const perGroup =
    4 + (hasOffset ? 4 : 0) + (form === 'halves' ? 0.5 : form === 'bytes' ? 8 + (hasZeros(typeOf(tensor)) ? 1 : 0) : 0);
  return (weights * codeBits) / 8 + (weights / groupSize) * perGroup;
}

function typeOf({ dtype }: TensorEntry): BlockType {
  const type = blockType(dtype);
  if (!type) throw new Error(`${dtype} has no blocks`);
  return type;
}

/** Fails like readBytes(). */
export async function blockInitializers(
  tensor: TensorEntry,
  form: BlockForm,
): Promise<readonly onnxProto.onnx.ITensorProto[]> {
  const type = typeOf(tensor);
  const packer = new BlockUnpacker(type, form, tensor);
  const [rows, width] = tensor.shape;
  const rowBytes = (width / type.blockSize) * type.blockBytes;
  const most = Math.max(1, Math.floor(CHUNK / rowBytes));
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    packer.add(new Uint8Array(await readBytes(tensor.file, tensor.offset + first * rowBytes, count * rowBytes)), first);
  }
  return packer.initializers();
}

/** Unpacks the rows of a matrix, and packs them again. */
class BlockUnpacker {
  readonly #type: BlockType;
  readonly #form: BlockForm;
  readonly #tensor: TensorEntry;
  readonly #groups: number;
  readonly #codes: Uint8Array;
  readonly #low: Uint8Array;
  readonly #scales: Float32Array;
  readonly #offsets: Float32Array;
  /** Where a stored row belongs. */
  readonly #place: Int32Array;

  constructor(type: BlockType, form: BlockForm, tensor: TensorEntry) {
    const [rows, width] = tensor.shape;
    this.#type = type;
    this.#form = form;
    this.#tensor = tensor;
    this.#groups = width / type.groupSize;
    const half = type.codeBits === 4 || form === 'halves';
    this.#codes = new Uint8Array(half ? (rows * width) / 2 : rows * width);
    this.#low = new Uint8Array(form === 'halves' ? (rows * width) / 2 : 0);
    this.#scales = new Float32Array(rows * this.#groups);
    this.#offsets = new Float32Array(type.hasOffset ? rows * this.#groups : 0);
    this.#place = Int32Array.from({ length: rows }, (_, row) => row);
    const { order } = tensor;
    if (order?.kind === 'rows') for (let row = 0; row < rows; row++) this.#place[order.storedRow(row)] = row;
  }

  /** Adds whole stored rows from row `first` on. */
  add(bytes: Uint8Array, first: number): void {
    const { blockBytes, groupSize, hasOffset } = this.#type;
    const block = newBlock(this.#type);
    const groupsInBlock = block.scales.length;
    const scales = this.#scales;
    for (let row = first, at = 0; at < bytes.length; row++) {
      const start = this.#place[row] * this.#groups;
      for (let group = start; group < start + this.#groups; group += groupsInBlock, at += blockBytes) {
        this.#type.unpack(bytes, at, block);
        this.#pack(block.codes, group * groupSize);
        // set() would take a third of the time of all.
        for (let i = 0; i < groupsInBlock; i++) scales[group + i] = block.scales[i];
        if (hasOffset) this.#setOffsets(block.scales, block.offsets, group);
      }
    }
  }

  /** Codes from place `start` of the whole matrix on. */
  #pack(codes: Uint8Array, start: number): void {
    const shift = shiftOf(this.#type, this.#form);
    if (this.#form === 'halves') packHalves(codes, shift, this.#codes, this.#low, start / 2);
    else if (this.#type.codeBits === 4) packNibbles(codes, shift, this.#codes, start / 2);
    else packBytes(codes, shift, this.#codes, start);
  }

  /** What is subtracted where rows are looked up, and what is added to a product. */
  #setOffsets(scales: Float32Array, offsets: Float32Array, group: number): void {
    const centre = this.#type.codeBits === 4 ? NIBBLE_ZERO : MIDDLE_OF_FIVE_BITS;
    for (let i = 0; i < offsets.length; i++)
      this.#offsets[group + i] = this.#form === 'rows' ? offsets[i] : centre * scales[i] - offsets[i];
  }

  #zeros(): Uint8Array {
    return new Uint8Array(this.#scales.length).fill(zeroOfBytes(this.#type));
  }

  initializers(): readonly onnxProto.onnx.ITensorProto[] {
    const [rows, width] = this.#tensor.shape;
    const { groupSize, hasOffset } = this.#type;
    const form = this.#form;
    const codeDims =
      form === 'rows'
        ? [rows, this.#codes.length / rows]
        : [rows, this.#groups, this.#codes.length / rows / this.#groups];
    const groupDims = [rows, width / groupSize];
    const bytes = (part: BlockPart, dims: readonly number[], rawData: Uint8Array) => ({
      ...{ name: partName(this.#tensor, form, part), dims: [...dims], dataType: DataType.UINT8, rawData },
    });
    const floats = (part: BlockPart, values: Float32Array) => {
      const rawData = new Uint8Array(values.buffer as ArrayBuffer);
      return { name: partName(this.#tensor, form, part), dims: groupDims, dataType: DataType.FLOAT, rawData };
    };
    const halves = () => [
      bytes('low', codeDims, this.#low),
      bytes('zeros', [rows, Math.ceil(this.#groups / 2)], new Uint8Array(rows * Math.ceil(this.#groups / 2))),
    ];
    return [
      bytes('codes', codeDims, this.#codes),
      floats('scales', this.#scales),
      ...(form === 'halves' ? halves() : []),
      ...(form === 'bytes' && hasZeros(this.#type) ? [bytes('zeros', groupDims, this.#zeros())] : []),
      ...(hasOffset ? [floats('offsets', this.#offsets)] : []),
    ];
  }
}

function packBytes(codes: Uint8Array, shift: number, packed: Uint8Array, start: number): void {
  for (let i = 0; i < codes.length; i++) packed[start + i] = codes[i] + shift;
}

/** Two numbers of 4 bits to a byte, the first one in its lower half. */
function packNibbles(codes: Uint8Array, shift: number, packed: Uint8Array, start: number): void {
  for (let i = 0, at = start; i < codes.length; i += 2, at++)
    packed[at] = (codes[i] + shift) | ((codes[i + 1] + shift) << 4);
}

/** The upper and the lower halves of numbers of 8 bits, each as numbers of 4. */
function packHalves(codes: Uint8Array, shift: number, high: Uint8Array, low: Uint8Array, start: number): void {
  for (let i = 0, at = start; i < codes.length; i += 2, at++) {
    const first = codes[i] + shift;
    const second = codes[i + 1] + shift;
    high[at] = (first >> 4) | (second & 0xf0);
    low[at] = (first & 15) | ((second & 15) << 4);
  }
}
