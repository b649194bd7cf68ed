// Products with matrices that stay in the blocks or groups of their file: the nodes for what blockInitializers.ts lays out.
// Knows no Transformer.
import onnxProto from 'onnx-proto';
import { blockType } from '../checkpoint/ggml/ggmlTypes.ts';
import type { Grouping } from '../checkpoint/quantised/packing.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import {
  type BlockForm,
  type BlockPart,
  blockBytes,
  codeDims,
  codesInFile,
  hasZeros,
  neededGrouping,
  partName,
} from './blockInitializers.ts';
import type { Graph, Value } from './graph.ts';
import { inParts, sumOfParts } from './inParts.ts';
import { externalBytes } from './messages.ts';

const { DataType } = onnxProto.onnx.TensorProto;

/** How MatMulNBits may round x: 1 = not at all, 4 = to 8 bits, block by block, for the processor's integer units. */
const EXACT = 1;
const ROUNDED = 4;

/** Whether a tensor is a matrix in blocks or groups, with rows that are stored as a whole. */
export function isBlockMatrix({ dtype, shape, order, packing }: TensorEntry): boolean {
  if (packing) return packing.groups !== undefined;
  const isWhole = order === undefined || order.kind === 'rows' || order.kind === 'columns';
  return blockType(dtype) !== undefined && shape.length === 2 && isWhole;
}

/** x · Wᵀ with W in groups, `rounded`: x is rounded to 8 bits for the product. [n, in] → [n, out] */
export function blockProduct(g: Graph, input: Value, tensor: TensorEntry, rounded: boolean): Value {
  const grouping = neededGrouping(tensor);
  const { groupSize, codeBits, hasOffset } = grouping;
  const x = inStoredOrder(g, input, tensor);
  const form = codeBits === 4 ? 'nibbles' : rounded || g.can.inParts ? 'bytes' : 'halves';
  const part = partsOf(g, tensor, form);
  const [N, K] = tensor.shape;
  const product = PRODUCTS[form](g, x, { part, K, N, blockSize: groupSize, rounded, grouping });
  if (!hasOffset) return product;
  const grouped = g.reshape(x, [0, K / groupSize, groupSize]);
  const sums = g.node('ReduceSum', [grouped, g.integers([-1])], { keepdims: 0 }); // [n, groups]
  return g.add(product, g.gemm(sums, part('offsets'), { transposed: true }));
}

/** Where the inputs of a group or block are no neighbours, x is put in the order that has them together. */
function inStoredOrder(g: Graph, x: Value, tensor: TensorEntry): Value {
  const columns = storedColumns(tensor);
  return columns ? g.node('Gather', [x, g.integers([...columns])], { axis: 1 }) : x;
}

/** Which column each stored column is, where they are in another order. */
export function storedColumns({ packing, order }: TensorEntry): readonly number[] | Int32Array | undefined {
  return order?.kind === 'columns' ? order.columns : packing?.groups?.columns;
}

interface Factor {
  readonly part: (part: BlockPart) => Value;
  readonly K: number;
  readonly N: number;
  readonly blockSize: number;
  readonly rounded: boolean;
  readonly grouping: Grouping;
}

type Product = (g: Graph, x: Value, factor: Factor) => Value;

const PRODUCTS: Readonly<Record<Exclude<BlockForm, 'rows'>, Product>> = {
  nibbles: (g, x, { part, rounded, grouping, ...sizes }) =>
    g.contrib(
      'MatMulNBits',
      [x, part('codes'), part('scales'), ...ownZeros(grouping, part)],
      attributes(sizes, 4, rounded),
    ),
  halves: (g, x, { part, grouping, ...sizes }) => {
    const four = attributes(sizes, 4, false);
    const high = [part('codes'), part('scales'), ...ownZeros(grouping, part)];
    return g.add(
      g.contrib('MatMulNBits', [g.multiply(x, g.scalar(16)), ...high], four),
      g.contrib('MatMulNBits', [x, part('low'), part('scales'), part('lowZeros')], four),
    );
  },
  bytes: (g, x, { part, rounded, grouping, ...sizes }) => {
    const input = rounded ? x : inParts(g, x, sizes.K, sizes.blockSize);
    const zeros = hasZeros(grouping) ? [part('zeros')] : [];
    const product = g.contrib(
      'MatMulNBits',
      [input, part('codes'), part('scales'), ...zeros],
      attributes(sizes, 8, true),
    );
    return rounded ? product : sumOfParts(g, product, sizes.N);
  },
};

/** Those of each group, where they are not where the operator has them by itself. */
function ownZeros({ zero }: Grouping, part: (part: BlockPart) => Value): readonly Value[] {
  return zero === undefined ? [part('zeros')] : [];
}

type Sizes = Pick<Factor, 'K' | 'N' | 'blockSize'>;

function attributes({ K, N, blockSize }: Sizes, bits: number, rounded: boolean) {
  return { K, N, bits, block_size: blockSize, accuracy_level: rounded ? ROUNDED : EXACT };
}

/** The initializers of a tensor in a form, by part. */
export function partsOf(g: Graph, tensor: TensorEntry, form: BlockForm): (part: BlockPart) => Value {
  g.make({ tensor, form }, blockBytes(tensor, form));
  const place = codesInFile(tensor, form);
  if (place) g.keptBytes.set(tensor.name, tensor.bytes);
  return (part) => {
    const name = partName(tensor, form, part);
    if (part !== 'codes' || !place) return name as Value;
    const dims = codeDims(tensor, neededGrouping(tensor), form);
    return g.constant({ ...externalBytes(place, DataType.UINT8, dims), name });
  };
}
