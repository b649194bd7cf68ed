// What the Transformer is compared with: the same model as one graph, without internals or with attention only, as other
// tools export it. It has the same operators, weights and cache, and computes logits of the last position only. Knows no timing.

import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { Graph, type Value } from '../../src/onnx/graph.ts';
import type { Dimension } from '../../src/onnx/messages.ts';
import { floats, integers } from '../../src/runtime/feeds.ts';
import { OnnxSession } from '../../src/runtime/onnxSession.ts';
import { gpt2 } from '../../src/transformer/architectures/gpt2.ts';
import { KvCache } from '../../src/transformer/kvCache.ts';
import { headsOf } from '../../src/transformer/layerHeads.ts';
import { causalMask } from '../../src/transformer/mask.ts';

export interface WholeModel {
  /** Runs n new tokens after `past` others and returns the logits of the last one. */
  run(ids: readonly number[], past: number): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function openWholeModel(folder: string): Promise<WholeModel> {
  const { checkpoint, shape, graph } = await wholeGraph(folder);
  const session = await OnnxSession.open(graph, 'whole model', checkpoint.weightsFolder);
  const caches = Array.from({ length: shape.layers }, () => new KvCache(headsOf(shape, 0)));

  async function run(ids: readonly number[], past: number): Promise<Float32Array> {
    const n = ids.length;
    for (const cache of caches) cache.reserve(past + n);
    const slots = past ? caches[0].slots : 0;
    const perLayer = caches.flatMap((cache, layer) => [
      [`past_keys_${layer}`, floats(slots ? cache.keys : new Float32Array(0), [shape.heads, shape.dHead, slots])],
      [`past_values_${layer}`, floats(slots ? cache.values : new Float32Array(0), [shape.heads, slots, shape.dHead])],
    ]);
    const feeds = {
      ids: integers(ids),
      positions: integers(ids.map((_, i) => past + i)),
      mask: floats(causalMask(n, past, slots), [1, n, slots + n]),
      widths: integers([slots, n]),
      ...Object.fromEntries(perLayer),
    };
    const names = caches.flatMap((_, layer) => [`keys_${layer}`, `values_${layer}`]);
    const outputs = await session.run(feeds, ['logits', ...names]);
    for (const [layer, cache] of caches.entries())
      cache.write(past, n, outputs[`keys_${layer}`], outputs[`values_${layer}`]);
    return outputs.logits;
  }
  return { run, release: () => session.release() };
}

/** All blocks in one graph, with a cache; with `attention` each layer's is an output: attention_0 [heads, n, slots + n], … */
export async function wholeGraph(folder: string, attention = false) {
  const checkpoint = await openCheckpoint(folder);
  const shape = gpt2.shape(checkpoint);
  const graph = new JoinedGraph(attention);
  gpt2.embed(graph, checkpoint, shape);
  for (let layer = 0; layer < shape.layers; layer++) {
    graph.layer = layer;
    gpt2.block(graph, checkpoint, shape, layer);
  }
  graph.keepLastRow();
  gpt2.unembed(graph, checkpoint, shape);
  return { checkpoint, shape, graph };
}

/**
 * Joins the graphs: a block's residual is the output of the one before, caches get a layer's number, internals are not
 * outputs.
 */
class JoinedGraph extends Graph {
  layer = 0;
  #residual: Value | undefined;
  readonly #attention: boolean;
  readonly #shared = new Map<string, Value>();

  constructor(attention: boolean) {
    super();
    this.#attention = attention;
  }

  override input(name: string, type: 'float32' | 'int64', shape: readonly Dimension[]): Value {
    if (name === 'residual' && this.#residual) return this.#residual;
    // There are no interventions: onnxruntime leaves products with 1 and sums with 0 out.
    if (/_gains?$/.test(name)) return this.scalar(1);
    if (/_offsets?$/.test(name)) return this.scalar(0);
    if (name.startsWith('past_')) return super.input(`${name}_${this.layer}`, type, shape);
    const value = this.#shared.get(name) ?? super.input(name, type, shape);
    this.#shared.set(name, value);
    return value;
  }

  override output(name: string, value: Value, shape: readonly Dimension[]): void {
    if (name === 'residual' || name === 'residual_out') this.#residual = value;
    if (name === 'keys' || name === 'values' || (this.#attention && name === 'attention'))
      super.output(`${name}_${this.layer}`, value, shape);
    if (name === 'logits') super.output(name, value, shape);
  }

  keepLastRow(): void {
    if (this.#residual) this.#residual = this.node('Gather', [this.#residual, this.integers([-1])], { axis: 0 });
  }
}
