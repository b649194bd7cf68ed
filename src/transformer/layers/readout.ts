// What of a model's weights is needed to read the residual stream backwards, from a logit to the parts that wrote it. It
// is noted while the graphs are written, so that it is the same for all architectures. Types and two notes, no numbers.

import type { TensorEntry } from '../../checkpoint/safetensors.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { WeightMatrix } from './linear.ts';
import { type LinearMap, linearMapOf, type Norm, normOf, tensorOf } from './provenance.ts';

export interface BlockReadout {
  /** From the heads' results side by side, [heads · d_head], to what attention returns, [d]. */
  readonly output: LinearMap;
  /** Behind what attention and the MLP return, before it is added. */
  readonly postNorms: { readonly attention: Norm; readonly mlp: Norm } | undefined;
  /** On the stream itself, once attention and once the MLP has been added: the first Transformer's arrangement. */
  readonly streamNorms: { readonly attention: Norm; readonly mlp: Norm } | undefined;
}

export interface EndReadout {
  readonly norm: Norm | undefined;
  /** From the normed stream to the width of the table, where that is another one. */
  readonly projection: LinearMap | undefined;
  readonly table: WeightMatrix; // [vocabulary, width]
  readonly bias: TensorEntry | undefined; // [vocabulary]
}

const blocks = new WeakMap<Graph, BlockReadout>();
const ends = new WeakMap<Graph, EndReadout>();

interface BlockValues {
  /** What attention returns: the value that its last map makes. */
  readonly attention: Value;
  /** The values that norms make, where there are any. */
  readonly postNorms?: { readonly attention: Value; readonly mlp: Value };
  readonly streamNorms?: { readonly attention: Value; readonly mlp: Value };
}

export function noteBlock(g: Graph, { attention, postNorms, streamNorms }: BlockValues): void {
  const output = linearMapOf(g, attention);
  if (!output) throw new Error('attention ends with no linear map');
  blocks.set(g, { output, postNorms: normsOf(g, postNorms), streamNorms: normsOf(g, streamNorms) });
}

/** `normed` is what the table is multiplied with. */
export function noteEnd(g: Graph, normed: Value, table: WeightMatrix, bias: Value | undefined): void {
  const projection = linearMapOf(g, normed);
  const norm = normOf(g, projection ? projection.of : normed);
  ends.set(g, { norm, projection, table, bias: bias && tensorOf(g, bias) });
}

/** Of a graph that a block was written into. */
export function blockReadout(g: Graph): BlockReadout {
  return blocks.get(g) ?? notNoted();
}

/** Of a graph that the way out was written into. */
export function endReadout(g: Graph): EndReadout {
  return ends.get(g) ?? notNoted();
}

function normsOf(g: Graph, values: { readonly attention: Value; readonly mlp: Value } | undefined) {
  const attention = values && normOf(g, values.attention);
  const mlp = values && normOf(g, values.mlp);
  return attention && mlp ? { attention, mlp } : undefined;
}

function notNoted(): never {
  throw new Error('nothing was noted for this graph');
}
