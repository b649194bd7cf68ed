// What of a model's weights is needed to read the residual stream backwards, from a logit to the parts that wrote it. It
// is noted while the graphs are written, so that it is the same for all architectures. Types and three notes, no numbers.

import type { TensorEntry } from '../../checkpoint/safetensors.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { WeightMatrix } from './linear.ts';
import {
  type LinearMap,
  linearMapOf,
  type Norm,
  normOf,
  normOrScalingOf,
  type Scaling,
  tensorOf,
} from './provenance.ts';

export interface BlockReadout {
  /** From the heads' results side by side, [heads · d_head], to what attention returns, [d]. */
  readonly output: LinearMap;
  /** Behind what attention and the MLP return, before it is added: norms, or a factor. */
  readonly postNorms: HalfNorms<Norm | Scaling> | undefined;
  /** On the stream itself, once attention and once the MLP has been added: the first Transformer's arrangement. */
  readonly streamNorms: HalfNorms | undefined;
  /** The whole stream is multiplied with it behind the MLP. [1] */
  readonly streamScale: TensorEntry | undefined;
  /** On the stream itself, before attention and before the MLP is added: a switch of BLOOM's. */
  readonly normsBefore: HalfNorms | undefined;
  /** Of a state or a convolution, in the place of attention or beside it. */
  readonly mixer: MixerReadout | undefined;
}

export interface MixerReadout {
  /** From what was found, behind its gates, to what is added. In the place of attention it is the block's `output`. */
  readonly output: LinearMap;
  /** Added to what a convolution finds in front of its gates. [channels] */
  readonly bias: TensorEntry | undefined;
  /** What the map's result is multiplied with beside attention. */
  readonly factor: number;
}

export interface HalfNorms<Made = Norm> {
  readonly attention: Made;
  readonly mlp: Made;
}

export interface EndReadout {
  readonly norm: Norm | undefined;
  /** Of several streams, the maps of all but the first, whose results are added up before that norm. */
  readonly streamMaps: readonly LinearMap[];
  /** From the normed stream to the width of the table, where that is another one. */
  readonly projection: LinearMap | undefined;
  /** Something that is not linear stands between the normed stream and the table: the head of a masked language model. */
  readonly isTransformed: boolean;
  /** undefined where the checkpoint has no map to logits. */
  readonly table: WeightMatrix | undefined; // [vocabulary, width]
  readonly bias: TensorEntry | undefined; // [vocabulary]
  /** What the products with the table's rows are multiplied with. */
  readonly scale: number;
}

const blocks = new WeakMap<Graph, BlockReadout>();
const mixers = new WeakMap<Graph, Omit<MixerReadout, 'factor'>>();
const ends = new WeakMap<Graph, EndReadout>();

interface BlockValues {
  /** What attention returns: the value that its last map makes. */
  readonly attention: Value;
  /** The values that norms or a factor make, where there are any. */
  readonly postNorms?: HalfValues;
  readonly streamNorms?: HalfValues;
  readonly streamScale?: Value | undefined;
  readonly normsBefore?: HalfValues;
  /** What is added beside attention. */
  readonly beside?: Value | undefined;
}

interface HalfValues {
  readonly attention: Value;
  readonly mlp: Value;
}

export function noteBlock(g: Graph, { attention, streamScale, beside, ...norms }: BlockValues): void {
  const output = linearMapOf(g, attention);
  if (!output) throw new Error('attention ends with no linear map');
  const mixer = mixers.get(g);
  const scaling = beside && normOrScalingOf(g, beside);
  const factor = scaling?.kind === 'scaling' ? scaling.factor : 1;
  blocks.set(g, {
    output,
    postNorms: both(g, norms.postNorms, normOrScalingOf),
    streamNorms: both(g, norms.streamNorms, normOf),
    normsBefore: both(g, norms.normsBefore, normOf),
    streamScale: streamScale && tensorOf(g, streamScale),
    mixer: mixer && { ...mixer, factor },
  });
}

/** Of a mixer that is no attention: what its last map makes, and what is added to a convolution. Before noteBlock(). */
export function noteMixer(g: Graph, { out, bias }: { readonly out: Value; readonly bias?: Value | undefined }): void {
  const output = linearMapOf(g, out);
  if (!output) throw new Error('the mixer ends with no linear map');
  mixers.set(g, { output, bias: bias && tensorOf(g, bias) });
}

interface EndValues extends Pick<EndReadout, 'table' | 'scale'> {
  /** What the table is multiplied with. */
  readonly normed: Value;
  readonly bias: Value | undefined;
  readonly maps?: readonly Value[];
  readonly isTransformed?: boolean;
}

export function noteEnd(g: Graph, { normed, table, bias, scale, maps = [], isTransformed = false }: EndValues): void {
  const projection = linearMapOf(g, normed);
  const norm = normOf(g, projection ? projection.of : normed);
  const streamMaps = maps.flatMap((map) => linearMapOf(g, map) ?? []);
  ends.set(g, { norm, streamMaps, projection, isTransformed, table, bias: bias && tensorOf(g, bias), scale });
}

/** Of a graph that a block was written into. */
export function blockReadout(g: Graph): BlockReadout {
  return blocks.get(g) ?? notNoted();
}

/** Of a graph that the way out was written into. */
export function endReadout(g: Graph): EndReadout {
  return ends.get(g) ?? notNoted();
}

function both<Made>(
  g: Graph,
  values: HalfValues | undefined,
  madeBy: (g: Graph, value: Value) => Made | undefined,
): HalfNorms<Made> | undefined {
  const attention = values && madeBy(g, values.attention);
  const mlp = values && madeBy(g, values.mlp);
  return attention && mlp ? { attention, mlp } : undefined;
}

function notNoted(): never {
  throw new Error('nothing was noted for this graph');
}
