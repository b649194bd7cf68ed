// A block on several streams (altUp.ts), with what Gemma 3n has in it: LAuReL, a learned shortcut of low rank beside
// attention, and what a layer is told of each token, which is added to all streams but the first.
//
//     p_a ──┬───────────────────(+)── ÷ √2 ──┬────────────(+)──→ x
//           └─ norm ─┬─ attention, norm ┤    └─ norm, mlp, norm ┘
//                    └─ LAuReL ─────────┘
//
// LAuReL: y + norm(W_right W_left y). Menghani et al. 2024, https://arxiv.org/abs/2411.07501.
import type { Value } from '../../onnx/graph.ts';
import { DataType } from '../../onnx/messages.ts';
import type { FamilyNorm } from '../llamaFamily.ts';
import type { ActivationName } from './activations.ts';
import { apart, corrected, inOrder, predicted, type StreamShape } from './altUp.ts';
import { type Block, type BlockParts, changed, endBlock, type PostNorms } from './block.ts';
import { fromLayerInput } from './layerInputs.ts';
import { noteBlock } from './readout.ts';

export interface AltUpParts extends BlockParts, PostNorms {
  readonly norm: FamilyNorm;
  readonly activation: ActivationName;
  /** Whether what is told to the layer is asked for with the active stream times a gain for each component. */
  readonly scalesQuestion: boolean;
}

/**
 * Outputs, besides those of all blocks, for the active stream: streams_added, what mixing streams changes in it;
 * attention_added and beside_added, LAuReL's part of it; mlp_added. [n, d] each, which sum to how it grows. And what they are
 * made of: prediction p_a [n, d], predict_weights r [n, K · K], correct_weights c [n, K], laurel_out, mlp_normed, told_added [n, d].
 */
export function altUpBlock(block: Block, streams: StreamShape, parts: AltUpParts): void {
  const { g, residual, changes } = block;
  const {
    dModel,
    streams: { count, active },
  } = streams;
  const width = (count - 1) * dModel;
  const before = inOrder(g, { active: residual, others: g.input('other_streams', 'float32', ['n', width]) }, streams);
  const { predictions, weights: predictWeights } = predicted(block, before, residual, parts.norm, streams);
  const prediction = apart(g, predictions, streams).active;

  const attentionIn = parts.attentionNorm(prediction);
  const attention = parts.attention(attentionIn);
  const attentionOut = changed(g, attention, changes.attention);
  const attentionNormed = parts.postAttentionNorm(attentionOut);
  const laurel = laurelOf(block, attentionIn, streams, parts.norm);
  const half = g.scalar(Math.SQRT1_2);
  const between = g.multiply(g.add(g.add(prediction, attentionNormed), laurel), half);
  const mlpOut = changed(g, parts.mlp(parts.mlpNorm(between)), changes.mlp);
  const mlpNormed = parts.postMlpNorm(mlpOut);
  noteBlock(g, { attention, postNorms: { attention: attentionNormed, mlp: mlpNormed } });

  const found = g.add(between, mlpNormed);
  const { all, weights: correctWeights } = corrected(block, { predictions, prediction, found }, parts.norm, streams);
  const told = toldTo(block, apart(g, all, streams).active, parts);
  const behind = apart(g, g.add(all, allButFirst(block, told, streams)), streams);

  outputRows(block, {
    ...{ prediction, laurel_out: laurel, mlp_normed: mlpNormed, told_added: told },
    ...grownBy(block, { attentionNormed, laurel, mlpNormed, told, correctWeights, grown: behind.active }, active),
  });
  g.output('predict_weights', g.reshape(predictWeights, [0, count * count]), ['n', count * count]);
  g.output('correct_weights', g.same(correctWeights), ['n', count]);
  g.output('other_streams_out', behind.others, ['n', width]);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: behind.active });
}

function outputRows({ g, shape }: Block, rows: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(rows)) g.output(name, value, ['n', shape.dModel]);
}

interface Found {
  readonly attentionNormed: Value;
  readonly laurel: Value;
  readonly mlpNormed: Value;
  readonly told: Value;
  readonly correctWeights: Value; // [n, K]
  /** The active stream behind the block. */
  readonly grown: Value;
}

/** How the active stream grows: c_a (x - p_a), by what x is made of, and the rest. [n, d] each */
function grownBy({ g, residual }: Block, found: Found, active: number): Readonly<Record<string, Value>> {
  const { attentionNormed, laurel, mlpNormed, told, correctWeights, grown } = found;
  const gain = g.reshape(g.lookUp(g.transpose(correctWeights, [1, 0]), g.integers([active])), [-1, 1]); // c_a, [n, 1]
  const halved = (x: Value) => g.multiply(g.multiply(x, g.scalar(Math.SQRT1_2)), gain);
  const attention = halved(g.add(attentionNormed, laurel));
  const ofMlp = g.multiply(mlpNormed, gain);
  const mlp = active === 0 ? ofMlp : g.add(ofMlp, told);
  const streams = g.subtract(g.subtract(grown, residual), g.add(attention, mlp));
  return { attention_added: attention, beside_added: halved(laurel), mlp_added: mlp, streams_added: streams };
}

/** [n, d] → [n, d] */
function laurelOf(
  { g, w }: Block,
  y: Value,
  { dModel, streams: { laurelRank } }: StreamShape,
  norm: FamilyNorm,
): Value {
  const narrow = w.linear(y, 'laurel.linear_left', { from: dModel, to: laurelRank, bias: false });
  const wide = w.linear(narrow, 'laurel.linear_right', { from: laurelRank, to: dModel, bias: false });
  return g.add(y, norm(wide, 'laurel.post_laurel_norm'));
}

/** [n, d] → [n, d] */
function toldTo(block: Block, active: Value, { norm, activation, scalesQuestion }: AltUpParts): Value {
  const { g, w, shape } = block;
  const gain = () => w.tensor('altup.correct_output_scale', [shape.dModel]);
  const question = scalesQuestion ? g.multiply(active, gain()) : active;
  return norm(fromLayerInput(block, question, activation), 'post_per_layer_input_norm');
}

/** x for every stream but the first, in their order, whichever is active: [n, d] → [n, K, d] */
function allButFirst({ g }: Block, x: Value, { dModel, streams: { count } }: StreamShape): Value {
  const which = g.constant({ dims: [1, count, 1], dataType: DataType.FLOAT, floatData: firstLeftOut(count) });
  return g.multiply(g.reshape(x, [-1, 1, dModel]), which);
}

function firstLeftOut(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? 0 : 1));
}
