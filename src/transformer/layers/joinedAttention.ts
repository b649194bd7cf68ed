// Attention where one joined map makes queries, keys and values: one large product instead of three. Its matrix holds the
// rows of W_q, W_k and W_v in `blocks` equal blocks, and in each block first the queries of some heads, then their keys,
// then their values. With 4 heads and 2 key–value heads:
//   1 block    q₀ q₁ q₂ q₃ k₀ k₁ v₀ v₁      one matrix below another (GPT-2, Phi-3)
//   2 blocks   q₀ q₁ k₀ v₀ q₂ q₃ k₁ v₁      by the key–value head (Falcon; with as many as heads, GPT-NeoX and BLOOM)
// The product is cut up, never the matrix, which so stays in place. The file knows no names of maps and no model.

import type { Graph, Value } from '../../onnx/graph.ts';
import { attend, splitHeads } from './attention.ts';
import type { HeadSizes } from './attentionParts.ts';
import type { Block } from './block.ts';
import { clip } from './bounds.ts';
import { rotated } from './groupedQueryAttention.ts';

export interface JoinedOptions {
  readonly names: { readonly joined: string; readonly output: string };
  /** Whether the joined map has a bias. */
  readonly bias: boolean;
  /** Whether the last map has a bias; as `bias` where it is not said. */
  readonly outputBias?: boolean;
  readonly blocks: number;
  /** What follows what in each block; queries, keys, values where it is not said. */
  readonly order?: 'qkv' | 'qvk';
  /** 1 / √d_head where it is not said. */
  readonly scale?: number | undefined;
  /** Queries, keys and values are kept within ± this. */
  readonly clip?: number | undefined;
}

/** W_O · concat(heads) from one joined map: [n, d] → [n, d] */
export function joinedAttention(block: Block, x: Value, options: JoinedOptions): Value {
  const { g, w, shape, inputs } = block;
  const { heads, keyValueHeads, dHead, dModel } = shape;
  const { names, bias, outputBias = bias, scale = 1 / Math.sqrt(dHead) } = options;
  const product = w.linear(x, names.joined, { from: dModel, to: (heads + 2 * keyValueHeads) * dHead, bias });
  const { queries, keys, values } = apart(g, clipped(g, product, options.clip), shape, options);
  const turned = { queries: rotated(block, queries), made: { keys: rotated(block, keys), values } };
  const mixed = attend(g, { ...turned, scale, sizes: shape }, inputs); // [n, heads · d_head]
  return w.linear(mixed, names.output, { from: heads * dHead, to: dModel, bias: outputBias });
}

function clipped(g: Graph, x: Value, most: number | undefined): Value {
  return most === undefined ? x : clip(g, x, -most, most);
}

/** [n, (heads + 2 · key-value heads) · d_head] → queries [heads, n, d_head], keys and values [key-value heads, n, d_head] */
function apart(
  g: Graph,
  product: Value,
  { heads, keyValueHeads, dHead }: HeadSizes,
  { blocks, order = 'qkv' }: Pick<JoinedOptions, 'blocks' | 'order'>,
) {
  const counts = { q: heads / blocks, k: keyValueHeads / blocks, v: keyValueHeads / blocks }; // heads in a block
  const kinds = [...order] as (keyof typeof counts)[];
  const width = (counts.q + counts.k + counts.v) * dHead;
  const byBlock = splitHeads(g, product, blocks, width); // [blocks, n, width]
  const widths = g.integers(kinds.map((kind) => counts[kind] * dHead));
  const parts = g.splitAt(byBlock, widths, 3, -1); // [blocks, n, count · d_head] each
  const ofKind = (kind: keyof typeof counts) => {
    const [part, count] = [parts[kinds.indexOf(kind)], counts[kind]];
    if (count === 1) return part;
    const heads = g.transpose(g.reshape(part, [0, 0, count, dHead]), [0, 2, 1, 3]); // [blocks, count, n, d_head]
    return g.reshape(heads, [blocks * count, -1, dHead]);
  };
  return { queries: ofKind('q'), keys: ofKind('k'), values: ofKind('v') };
}
