// Products with matrices of floats of few bits, which no operator multiplies with as whole numbers: floats of 8 bits are kept in
// half precision, which has all of them, and widened tile by tile; codes of a normal distribution stay in the file, and
// onnxruntime widens them. Knows no Transformer.
import onnxProto from 'onnx-proto';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import type { Graph, Value } from './graph.ts';
import { externalBytes } from './messages.ts';
import { tileName, tilesOf } from './tiles.ts';

const { DataType } = onnxProto.onnx.TensorProto;

/** What MatMulBnb4 calls the quantiles of a normal distribution; 0 are floats of 4 bits. */
const NORMAL_FLOAT = 1;

/** Whether a tensor is such a matrix. */
export function isFloatPacked({ packing }: TensorEntry): boolean {
  return packing?.float8 !== undefined || packing?.normalFloat !== undefined;
}

/** x · Wᵀ: [n, in] → [n, out] */
export function floatPackedProduct(g: Graph, x: Value, tensor: TensorEntry): Value {
  const { float8, normalFloat } = tensor.packing ?? {};
  if (normalFloat) {
    const [N, K] = tensor.shape;
    g.make({ tensor, form: 'scales' }, (4 * N * K) / normalFloat.blockSize);
    g.keptBytes.set(tensor.name, tensor.bytes);
    const { place } = normalFloat;
    const codes = g.constant({ ...externalBytes(place, DataType.UINT8, [place.bytes]), name: `${tensor.name} codes` });
    const attributes = { K, N, block_size: normalFloat.blockSize, quant_type: NORMAL_FLOAT };
    return g.contrib('MatMulBnb4', [x, codes, tileName(tensor, 0, 'scales') as Value], attributes);
  }
  const parts = tilesOf(tensor).map(({ first, rows }) =>
    float8Tile(g, x, tensor, { first, rows }, float8?.columns ?? 0),
  );
  return parts.length === 1 ? parts[0] : g.concat(parts, -1);
}

/** A scale for a whole row is multiplied with the product, and one for a part of it with the weights. */
function float8Tile(
  g: Graph,
  x: Value,
  tensor: TensorEntry,
  tile: { readonly first: number; readonly rows: number },
  columns: number,
): Value {
  const width = tensor.shape[1];
  g.widensInRuns = true;
  g.make({ tensor, form: tile }, tile.rows * (2 * width + (4 * width) / columns));
  const [halves, scales] = (['halves', 'scales'] as const).map((part) => tileName(tensor, tile.first, part) as Value);
  const values = g.toFloat(halves); // [rows, width]
  if (columns === width) return g.multiply(g.gemm(x, values, { transposed: true }), g.reshape(scales, [-1]));
  const grouped = g.reshape(values, [0, width / columns, columns]);
  const scaled = g.multiply(grouped, g.reshape(scales, [0, width / columns, 1]));
  return g.gemm(x, g.reshape(scaled, [0, width]), { transposed: true });
}
