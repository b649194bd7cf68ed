// The linear map x W + b with a matrix of the checkpoint, and with that how the matrix is kept in memory: as float32, in
// half precision, or quantised. Nearly all weights of a model are in such matrices, and a token that is generated reads
// each of them once: their bytes decide how fast it is. The file knows no architecture.
//
// Half precision is widened tile by tile as it is used; a tile stays in the processor's cache, so that only the half
// itself is read from memory. Weights are the same numbers either way: what differs from float32 is the order in which
// products are added. Figures: docs/precision.md.

import type { TensorEntry } from '../../checkpoint/safetensors.ts';
import { blockProduct, isBlockMatrix } from '../../onnx/blockMatrix.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import { isReadInPlace } from '../../onnx/messages.ts';
import { floatPackedProduct, isFloatPacked } from '../../onnx/packedProduct.ts';
import type { Bits } from '../../onnx/quantise.ts';
import { quantisedProduct } from '../../onnx/quantisedProduct.ts';
import { tilesOf } from '../../onnx/tiles.ts';

export interface WeightMatrix {
  readonly tensor: TensorEntry;
  /** As PyTorch's Linear stores it, [out, in]; else [in, out]. */
  readonly transposed: boolean;
  /** It is the unembedding's: the last to add its error, and no layer behind it could make up for that. */
  readonly head?: boolean;
}

/** x W + b, by the precision of the graph: [n, in] → [n, out] */
export function linear(g: Graph, x: Value, matrix: WeightMatrix, bias?: Value): Value {
  const { tensor, transposed, head } = matrix;
  if (g.precision === 'int8') return quantised(g, x, matrix, 8, bias);
  if (g.precision === 'int4') return quantised(g, x, matrix, head ? 8 : 4, bias);
  if (keepsHalf(g, tensor)) return transposed ? tiledOutputs(g, x, tensor, bias) : tiledInputs(g, x, tensor, bias);
  if (transposed && keepsBlocks(g, tensor)) return plus(g, blockProduct(g, x, tensor, g.precision === 'fast'), bias);
  if (transposed && keepsFile(g) && isFloatPacked(tensor)) return plus(g, floatPackedProduct(g, x, tensor), bias);
  return g.gemm(x, g.weight(tensor), { transposed, bias });
}

function plus(g: Graph, product: Value, bias: Value | undefined): Value {
  return bias === undefined ? product : g.add(product, bias);
}

/** Whether a matrix stays in the blocks of its file. */
export function keepsBlocks(g: Graph, tensor: TensorEntry): boolean {
  return keepsFile(g) && isBlockMatrix(tensor);
}

/** Whether what is quantised in the file stays so. */
function keepsFile({ precision }: Graph): boolean {
  return precision === 'stored' || precision === 'fast';
}

/**
 * A matrix of a quantised file that is not quantised itself, and has so many bytes, stays half: it is a table of tokens, and
 * would be as large as all else together if it was widened.
 */
const HALF_BESIDE_QUANTISED_BYTES = 1 << 25;

function keepsHalf(g: Graph, tensor: TensorEntry): boolean {
  if (tensor.dtype === 'F32' || !isReadInPlace(tensor)) return false;
  return g.precision === 'half' || (keepsFile(g) && tensor.bytes >= HALF_BESIDE_QUANTISED_BYTES);
}

/** Weights in blocks of a few bits each, with a factor for each block; see onnx/quantise.ts. [n, in] → [n, out] */
function quantised(
  g: Graph,
  x: Value,
  { tensor, transposed }: WeightMatrix,
  bits: Bits,
  bias: Value | undefined,
): Value {
  const [rows, columns] = tensor.shape;
  const [inputs, outputs] = transposed ? [columns, rows] : [rows, columns];
  return quantisedProduct(g, x, { tensor, inputs, outputs, transposed, bits }, bias);
}

/** Tiles of some outputs each, side by side: x [W₁ W₂ …] = [x W₁, x W₂, …]. [n, in] → [n, out] */
function tiledOutputs(g: Graph, x: Value, tensor: TensorEntry, bias: Value | undefined): Value {
  const parts = tilesOf(tensor).map(({ first, rows }) =>
    g.gemm(x, g.rowsFrom(tensor, first, rows), { transposed: true }),
  );
  return plus(g, parts.length === 1 ? parts[0] : g.concat(parts, -1), bias);
}

/**
 * Tiles of some inputs each: [x₁ x₂ …] W = x₁ W₁ + x₂ W₂ + … They are added up by nodes of their own: as a third input of
 * Gemm the sum so far would come behind the matrix, and ONNX Runtime, which runs what a node needs input by input, would
 * widen all tiles before it used one. [n, in] → [n, out]
 */
function tiledInputs(g: Graph, x: Value, tensor: TensorEntry, bias: Value | undefined): Value {
  const tiles = tilesOf(tensor);
  const widths = g.integers(tiles.map(({ rows }) => rows));
  const parts = tiles.length === 1 ? [x] : g.splitAt(x, widths, tiles.length, -1);
  const product = tiles
    .map(({ first, rows }, i) => g.gemm(parts[i], g.rowsFrom(tensor, first, rows), { transposed: false }))
    .reduce((sum, one) => g.add(sum, one));
  return plus(g, product, bias);
}
