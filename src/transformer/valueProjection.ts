// What each head takes from each token, as the residual stream gets it: v_j W_O, before attention says how much of it. The
// block's own graph never makes these vectors, since it first mixes the values and then maps the mixture. For all tokens
// and heads it is as much work as one output projection over the whole text, which a graph does 50 times as fast as a loop
// in JavaScript. The graph has no weights of its own: one serves the layers of all models, and takes a millisecond to open.

import type { LayerHeads } from '../contract/layerShapes.ts';
import { Graph } from '../onnx/graph.ts';
import { floats } from '../runtime/feeds.ts';
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';

export class ValueProjection {
  readonly #runner: GraphRunner;

  private constructor(runner: GraphRunner) {
    this.#runner = runner;
  }

  /** Opens the graph, which has to be released. Fails with session-failed. */
  static async open(runtime: Runtime): Promise<ValueProjection> {
    const g = new Graph();
    const values = g.input('values', 'float32', ['shared', 'one', 'tokens', 'd_value']);
    const weights = g.input('weights', 'float32', ['shared', 'group', 'd_value', 'd']);
    g.output('moved', g.matMul(values, weights), ['shared', 'group', 'tokens', 'd']);
    return new ValueProjection(await runtime.open(g, 'value_projection', ''));
  }

  /**
   * v_j W_O of each head and token, written into the beginning of `into`. Heads of a group share values. values
   * [key-value heads, tokens, d_value], weights [heads · d_value, d] → [heads, tokens, d]
   */
  async project(
    values: Float32Array,
    weights: Float32Array,
    { heads, keyValueHeads, dValue }: LayerHeads,
    into: Float32Array<ArrayBuffer>,
  ): Promise<Float32Array<ArrayBuffer>> {
    const tokens = values.length / (keyValueHeads * dValue);
    const d = weights.length / (heads * dValue);
    const group = heads / keyValueHeads;
    const moved = floats(into.subarray(0, heads * tokens * d), [keyValueHeads, group, tokens, d]);
    const feeds = {
      values: floats(values, [keyValueHeads, 1, tokens, dValue]),
      weights: floats(weights, [keyValueHeads, group, dValue, d]),
    };
    return (await this.#runner.run(feeds, ['moved'] as const, { into: { moved } })).moved;
  }

  async release(): Promise<void> {
    await this.#runner.release();
  }
}
