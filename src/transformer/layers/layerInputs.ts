// Embeddings per layer: a second table gives each token a short vector for every layer, beside the one that the stream
// begins with, so that a layer can ask again what token it has before it. A map of the first embedding is added to it:
//   p = (norm(W_p x_0 / √d) + √w table[ids]) / √2, cut into layers
// and each block adds what its own part says, as much of it as the stream lets pass:
//   x + norm(W_out (act(W_gate x) ⊙ p_l))
// Tables are looked up, not multiplied with: a model has many weights more, and costs hardly more. Gemma 3n, 2025,
// https://developers.googleblog.com/en/introducing-gemma-3n-developer-guide/. The file knows names of maps, no model.

import type { Graph, Value } from '../../onnx/graph.ts';
import type { FamilyNorm } from '../llamaFamily.ts';
import { ACTIVATIONS, type ActivationName } from './activations.ts';
import type { Block } from './block.ts';

export interface LayerInputOptions {
  readonly layers: number;
  /** Of one layer's part. */
  readonly width: number;
  /** How many rows the table has. */
  readonly tokens: number;
}

/** Output `layer_inputs`. ids [n], embedded [n, d] → [n, layers · width] */
export function layerInputs(
  { g, w, shape }: Pick<Block, 'g' | 'w' | 'shape'>,
  { ids, embedded }: { readonly ids: Value; readonly embedded: Value },
  { layers, width, tokens }: LayerInputOptions,
  norm: FamilyNorm,
): void {
  const all = layers * width;
  const table = w.rows('embed_tokens_per_layer.weight', [tokens, all], withRows(g, ids, shape.vocabSize, tokens));
  const ofToken = g.multiply(table, g.scalar(Math.sqrt(width)));
  const mapped = w.linear(embedded, 'per_layer_model_projection', { from: shape.dModel, to: all, bias: false });
  const parts = g.reshape(g.multiply(mapped, g.scalar(shape.dModel ** -0.5)), [0, layers, width]);
  const normed = g.reshape(norm(parts, 'per_layer_projection_norm', width), [0, all]);
  g.output('layer_inputs', g.multiply(g.add(normed, ofToken), g.scalar(Math.SQRT1_2)), ['n', all]);
}

/** Tokens behind the end of the second table, those of images and sounds, have its first row. [n] → [n] */
function withRows(g: Graph, ids: Value, vocabSize: number, rows: number): Value {
  if (vocabSize <= rows) return ids;
  return g.node('Where', [g.node('Less', [ids, g.integers([rows])]), ids, g.integers([0])]);
}

/** What the block adds of its own part, before a norm that may stand behind it. [n, d] → [n, d] */
export function fromLayerInput({ g, w, shape, layerInput }: Block, x: Value, activation: ActivationName): Value {
  if (layerInput === undefined || shape.layerInputs === undefined) throw new Error('the layer is told nothing');
  const [d, width] = [shape.dModel, shape.layerInputs];
  const gate = ACTIVATIONS[activation](g, w.linear(x, 'per_layer_input_gate', { from: d, to: width, bias: false }));
  return w.linear(g.multiply(gate, layerInput), 'per_layer_projection', { from: width, to: d, bias: false });
}
