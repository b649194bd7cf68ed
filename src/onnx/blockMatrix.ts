// Products with matrices that stay in the blocks of a GGUF file: the nodes for what blockInitializers.ts lays out. Knows no
// Transformer.
import type { BlockType } from '../checkpoint/ggml/blockType.ts';
import { blockType } from '../checkpoint/ggml/ggmlTypes.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import { type BlockForm, type BlockPart, blockBytes, hasZeros, partName } from './blockInitializers.ts';
import type { Graph, Value } from './graph.ts';
import { inParts, sumOfParts } from './inParts.ts';

/** How MatMulNBits may round x: 1 = not at all, 4 = to 8 bits, block by block, for the processor's integer units. */
const EXACT = 1;
const ROUNDED = 4;

/** Whether a tensor is a matrix in blocks, with rows that are stored as a whole. */
export function isBlockMatrix({ dtype, shape, order }: TensorEntry): boolean {
  return blockType(dtype) !== undefined && shape.length === 2 && (order === undefined || order.kind === 'rows');
}

/** x · Wᵀ with W in blocks, `rounded`: x is rounded to 8 bits for the product. [n, in] → [n, out] */
export function blockProduct(g: Graph, x: Value, tensor: TensorEntry, rounded: boolean): Value {
  const type = blockType(tensor.dtype) as BlockType;
  const form = type.codeBits === 4 ? 'nibbles' : rounded || g.inParts ? 'bytes' : 'halves';
  const part = partsOf(g, tensor, form);
  const [N, K] = tensor.shape;
  const product = PRODUCTS[form](g, x, { part, K, N, blockSize: type.groupSize, rounded, hasZeros: hasZeros(type) });
  if (!type.hasOffset) return product;
  const grouped = g.reshape(x, [0, K / type.groupSize, type.groupSize]);
  const sums = g.node('ReduceSum', [grouped, g.integers([-1])], { keepdims: 0 }); // [n, groups]
  return g.add(product, g.gemm(sums, part('offsets'), { transposed: true }));
}

interface Factor {
  readonly part: (part: BlockPart) => Value;
  readonly K: number;
  readonly N: number;
  readonly blockSize: number;
  readonly rounded: boolean;
  readonly hasZeros: boolean;
}

type Product = (g: Graph, x: Value, factor: Factor) => Value;

const PRODUCTS: Readonly<Record<Exclude<BlockForm, 'rows'>, Product>> = {
  nibbles: (g, x, { part, rounded, ...sizes }) =>
    g.contrib('MatMulNBits', [x, part('codes'), part('scales')], attributes(sizes, 4, rounded)),
  halves: (g, x, { part, ...sizes }) => {
    const four = attributes(sizes, 4, false);
    return g.add(
      g.contrib('MatMulNBits', [g.multiply(x, g.scalar(16)), part('codes'), part('scales')], four),
      g.contrib('MatMulNBits', [x, part('low'), part('scales'), part('zeros')], four),
    );
  },
  bytes: (g, x, { part, rounded, hasZeros, ...sizes }) => {
    const input = rounded ? x : inParts(g, x, sizes.K, sizes.blockSize);
    const zeros = hasZeros ? [part('zeros')] : [];
    const product = g.contrib(
      'MatMulNBits',
      [input, part('codes'), part('scales'), ...zeros],
      attributes(sizes, 8, true),
    );
    return rounded ? product : sumOfParts(g, product, sizes.N);
  },
};

type Sizes = Pick<Factor, 'K' | 'N' | 'blockSize'>;

function attributes({ K, N, blockSize }: Sizes, bits: number, rounded: boolean) {
  return { K, N, bits, block_size: blockSize, accuracy_level: rounded ? ROUNDED : EXACT };
}

/** The initializers of a tensor in a form, by part. */
export function partsOf(g: Graph, tensor: TensorEntry, form: BlockForm): (part: BlockPart) => Value {
  if (!g.made.some((other) => other.tensor === tensor && other.form === form)) {
    g.tensors.add(tensor);
    g.made.push({ tensor, form });
    g.keptBytes.set(`${tensor.name} ${form}`, blockBytes(tensor, form));
  }
  return (part) => partName(tensor, form, part) as Value;
}
