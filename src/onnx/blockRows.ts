// Rows of a table that stays in the blocks or groups of its file, with the numbers that reading it as float32 would give. A
// table of GGUF's is read where it is in the file, so that it takes no memory: only the blocks that are looked up are unpacked.
// Knows no Transformer.
//
// A block is a half-precision number d, or two, and whole numbers that are made of its bits: codes of weights, and what d is
// multiplied with for each group's scale. Each of these is a sum of bits times weights, such as 1, 2, 4 and 8 for a code of
// 4 bits and -128 for a sign, whatever the type's layout. So one product with a constant matrix unpacks any of them, and the
// matrix is found by setting one bit of a block after another. All numbers are small and whole: nothing is rounded.
import onnxProto from 'onnx-proto';
import { type BlockType, newBlocks, viewOf } from '../checkpoint/ggml/blockType.ts';
import { blockType } from '../checkpoint/ggml/ggmlTypes.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import { type BlockPart, neededGrouping } from './blockInitializers.ts';
import { partsOf } from './blockMatrix.ts';
import type { Graph, Value } from './graph.ts';
import { externalBytes } from './messages.ts';

const { DataType } = onnxProto.onnx.TensorProto;

/** [rows] → [rows, width] */
export function blockRows(g: Graph, tensor: TensorEntry, rows: Value): Value {
  const type = blockType(tensor.dtype);
  return type?.halves && !tensor.order
    ? unpackedRows(g, tensor, { ...type, halves: type.halves }, rows)
    : repackedRows(g, tensor, rows);
}

type Unpackable = BlockType & Required<Pick<BlockType, 'halves'>>;

function unpackedRows(g: Graph, tensor: TensorEntry, type: Unpackable, rows: Value): Value {
  const { blockSize, groupSize, zero, halves, hasOffset } = type;
  const [, width] = tensor.shape;
  const [blocks, groups] = [width / blockSize, blockSize / groupSize];
  const found = foundBlocks(g, tensor, type, rows);
  const half = (at: number) => g.toFloat(g.node('Gather', [found.halves, g.integers([at / 2])], { axis: 2 })); // [rows, blocks, 1]
  const [codes, scales, offsets] = wholeNumbers(g, found.bytes, tensor, type, blocks);
  const perGroup = (numbers: Value, at: number) => g.reshape(g.multiply(numbers, half(at)), [0, blocks * groups, 1]);
  const grouped = g.reshape(codes, [0, blocks * groups, groupSize]);
  const centred = zero === 0 ? grouped : g.subtract(grouped, g.scalar(zero));
  const scaled = g.multiply(centred, perGroup(scales, halves[0]));
  return g.reshape(hasOffset ? g.subtract(scaled, perGroup(offsets, halves[1] ?? 0)) : scaled, [0, width]);
}

/** The blocks of rows of the file, seen as bytes and as half-precision numbers: [rows, blocks, bytes or half as many] */
function foundBlocks(g: Graph, tensor: TensorEntry, { blockSize, blockBytes }: BlockType, rows: Value) {
  g.tensors.add(tensor);
  g.keptBytes.set(tensor.name, tensor.bytes);
  const [count, width] = tensor.shape;
  const blocks = width / blockSize;
  const rowBytes = blocks * blockBytes;
  const found = (dataType: number, size: number) => {
    const table = g.constant(externalBytes(tensor, dataType, [count, rowBytes / size]));
    return g.reshape(g.lookUp(table, rows), [0, blocks, blockBytes / size]);
  };
  return { bytes: found(DataType.UINT8, 1), halves: found(DataType.FLOAT16, 2) };
}

/** Codes, multiples of d for the scales, and those for the offsets: [rows, blocks, block size, or groups] each */
function wholeNumbers(
  g: Graph,
  bytes: Value,
  { dtype }: TensorEntry,
  type: Unpackable,
  blocks: number,
): readonly Value[] {
  const each = g.reshape(bytes, [0, blocks, type.blockBytes, 1]);
  const places = g.constant({ dims: [8], dataType: DataType.UINT8, int32Data: [0, 1, 2, 3, 4, 5, 6, 7] });
  const bits = g.node('BitwiseAnd', [g.node('BitShift', [each, places], { direction: 'RIGHT' }), byte(g, 1)]);
  const flat = g.reshape(g.toFloat(bits), [0, blocks, 8 * type.blockBytes]);
  const { matrix, constant, sizes } = unpackingOf(dtype, type);
  const floats = (values: Float32Array<ArrayBuffer>, dims: number[]) =>
    g.constant({ dims, dataType: DataType.FLOAT, rawData: new Uint8Array(values.buffer) });
  const product = g.matMul(flat, floats(matrix, [8 * type.blockBytes, constant.length]));
  return g.splitAt(g.add(product, floats(constant, [constant.length])), g.integers(sizes), sizes.length, -1);
}

/** By the tensor's type: found once for all tables and models. */
const unpackings = new Map<string, ReturnType<typeof findUnpacking>>();

function unpackingOf(dtype: string, type: Unpackable) {
  const known = unpackings.get(dtype) ?? findUnpacking(type);
  unpackings.set(dtype, known);
  return known;
}

/** What each bit of a block adds to each whole number in it, and what these are without any bit. */
function findUnpacking(type: Unpackable) {
  const block = newBlocks(type, 1);
  const numbers = (bytes: Uint8Array) => {
    type.unpack(viewOf(bytes), 0, block, 0);
    return Float32Array.from([...block.codes, ...block.scales, ...(type.hasOffset ? block.offsets : [])]);
  };
  const bytes = new Uint8Array(type.blockBytes);
  for (const at of type.halves) if (at !== undefined) bytes[at + 1] = ONE; // multiples of 1 are the numbers themselves
  const constant = numbers(bytes);
  const matrix = new Float32Array(8 * type.blockBytes * constant.length);
  for (let bit = 0; bit < 8 * type.blockBytes; bit++) {
    const at = bit >> 3;
    if (type.halves.some((half) => half !== undefined && at >= half && at < half + 2)) continue;
    bytes[at] ^= 1 << (bit & 7);
    matrix.set(
      numbers(bytes).map((number, i) => number - constant[i]),
      bit * constant.length,
    );
    bytes[at] ^= 1 << (bit & 7);
  }
  const groups = type.blockSize / type.groupSize;
  return { matrix, constant, sizes: [type.blockSize, groups, ...(type.hasOffset ? [groups] : [])] };
}

/** The upper byte of 1 in half precision, 0x3c00. */
const ONE = 0x3c;

/**
 * From codes and scales that were made of the table, of types whose codes are in a table of their own, or whose file has codes
 * and scales apart.
 */
function repackedRows(g: Graph, tensor: TensorEntry, rows: Value): Value {
  const part = partsOf(g, tensor, 'rows');
  const width = tensor.shape[1];
  const { groupSize, codeBits, zero, hasOffset } = neededGrouping(tensor);
  const perGroup = (name: BlockPart) => g.reshape(g.lookUp(part(name), rows), [0, width / groupSize, 1]);
  const found = g.lookUp(part('codes'), rows);
  const codes = g.toFloat(codeBits === 4 ? nibbles(g, found) : found);
  const grouped = g.reshape(codes, [0, width / groupSize, groupSize]); // [rows, groups, group]
  const zeros = zero === undefined ? g.toFloat(perGroup('zeros')) : g.scalar(zero);
  const centred = zero === 0 ? grouped : g.subtract(grouped, zeros);
  const scaled = g.multiply(centred, perGroup('scales'));
  const whole = hasOffset ? g.subtract(scaled, perGroup('offsets')) : scaled;
  return g.reshape(whole, [0, width]);
}

/** The two numbers of each byte, the lower one first: [n, width / 2] → [n, width / 2, 2] */
function nibbles(g: Graph, packed: Value): Value {
  const last = g.integers([-1]);
  const low = g.node('BitwiseAnd', [packed, byte(g, 15)]);
  const high = g.node('BitShift', [packed, byte(g, 4)], { direction: 'RIGHT' });
  return g.concat([g.node('Unsqueeze', [low, last]), g.node('Unsqueeze', [high, last])], -1);
}

/** A constant without dimensions. */
function byte(g: Graph, value: number): Value {
  return g.constant({ dims: [], dataType: DataType.UINT8, int32Data: [value] });
}
