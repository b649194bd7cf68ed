// Attention with maps called q_proj, k_proj and v_proj, where the layer may rotate queries and keys by their position and
// may have fewer heads for keys and values: heads / keyValueHeads neighbouring heads share one, and the cache shrinks by
// that factor. One key–value head for all is multi-query attention, as many as heads the usual one. Ainslie et al. 2023,
// §2.2, https://arxiv.org/abs/2305.13245. The file knows names of maps, no model.

import type { Value } from '../../onnx/graph.ts';
import { attend, splitHeads } from './attention.ts';
import type { Block } from './block.ts';
import { clip } from './bounds.ts';
import { rotate } from './rotary.ts';

export interface MapNames {
  readonly within: string;
  readonly output: string;
  /** q_proj, k_proj and v_proj where they are not said. */
  readonly queries?: string;
  readonly keys?: string;
  readonly values?: string;
}

export interface GroupedQueryOptions {
  /** Whether q_proj, k_proj and v_proj have biases. */
  readonly bias: boolean;
  /** Where the maps are and what the last one is called; Llama's names where it is not said. */
  readonly names?: MapNames;
  /** Whether the last map has a bias; as `bias` where it is not said. */
  readonly outputBias?: boolean;
  /** 1 / √d_head where it is not said. */
  readonly scale?: number;
  readonly softCap?: number;
  /** The tensor of the heads' sinks, beside the maps. */
  readonly sinks?: string;
  /** Applied to all heads of queries or keys as one: [n, width] */
  readonly normJoined?: (x: Value, name: 'q_norm' | 'k_norm', width: number) => Value;
  /** Applied to each head of queries or keys: [heads, n, d_head] */
  readonly normEach?: (x: Value, name: 'q_norm' | 'k_norm') => Value;
  /** Applied to each head of values: [key-value heads, n, d_head] */
  readonly normValues?: (x: Value) => Value;
  /** The same as normEach, behind the rotation. */
  readonly normRotated?: (x: Value, name: 'q_norm' | 'k_norm') => Value;
  /** Queries, keys and values are kept within ± this, behind normJoined. */
  readonly clip?: number | undefined;
}

const LLAMA_MAPS: MapNames = { within: 'self_attn.', output: 'o_proj' };

/** W_O · concat(heads), with each head's attention over its group's keys and values: [n, d] → [n, d] */
export function groupedQueryAttention(block: Block, x: Value, options: GroupedQueryOptions): Value {
  const { g, sizes, inputs } = block;
  const { dModel } = block.shape;
  const { heads, keyValueHeads, dHead } = sizes;
  const names = { queries: 'q_proj', keys: 'k_proj', values: 'v_proj', ...(options.names ?? LLAMA_MAPS) };
  const { within, output } = names;
  const w = block.w.in(within);
  const { bias, outputBias = bias, scale = 1 / Math.sqrt(dHead), softCap, clip: most } = options;

  const project = (name: string, count: number) => w.linear(x, name, { from: dModel, to: count * dHead, bias }); // [n, count · d_head]
  const clipped = (x: Value) => (most === undefined ? x : clip(g, x, -most, most));
  const turned = (each: Value, name: 'q_norm' | 'k_norm') => {
    const rotatedHeads = rotated(block, options.normEach?.(each, name) ?? each);
    return options.normRotated?.(rotatedHeads, name) ?? rotatedHeads;
  };
  const turnedHeads = (joined: Value, name: 'q_norm' | 'k_norm', count: number) => {
    const normed = options.normJoined?.(joined, name, count * dHead) ?? joined;
    return turned(splitHeads(g, clipped(normed), count, dHead), name); // [count, n, d_head]
  };
  // Where heads are gated, q_proj makes a gate behind each one's query.
  const [ofQueries, ofGates] = sizes.gated
    ? g.split(splitHeads(g, project(names.queries, 2 * heads), heads, 2 * dHead), 2, -1) // [heads, n, d_head] each
    : [];
  const queries = ofQueries ? turned(ofQueries, 'q_norm') : turnedHeads(project(names.queries, heads), 'q_norm', heads);
  const gates = ofGates && g.node('Sigmoid', [ofGates]);
  const keysAndValues = () => {
    const forKeys = project(names.keys, keyValueHeads);
    const forValues = sizes.keysAsValues ? forKeys : project(names.values, keyValueHeads);
    const keys = turnedHeads(forKeys, 'k_norm', keyValueHeads); // [key-value heads, n, d_head]
    const values = splitHeads(g, clipped(forValues), keyValueHeads, dHead); // [key-value heads, n, d_head]
    return { keys, values: options.normValues?.(values) ?? values };
  };
  const made = sizes.keysOf === undefined ? keysAndValues() : undefined;

  const sinks = options.sinks === undefined ? undefined : w.tensor(options.sinks, [heads]);
  const mixed = attend(g, { queries, made, scale, softCap, sinks, gates, sizes }, inputs); // [n, heads · d_head]
  return w.linear(mixed, output, { from: heads * dHead, to: dModel, bias: outputBias });
}

/** Queries or keys, rotated by their positions where this layer does that. [heads, n, d_head] */
export function rotated({ g, sizes, rotation }: Block, x: Value): Value {
  return rotation ? rotate(g, x, rotation, sizes.dHead) : x;
}
