// A short convolution over the tokens, each channel by itself: a token's row becomes a weighted sum of its own and of the
// few before it, with weights that were learned for their distance, whatever stands there.
//   y_t = Σ_j w_j ⊙ x_(t - j), j = 0 … kernel - 1
// It costs the same for every token of a text of any length, and needs no cache but the last rows; in return nothing from
// further away comes through it. Layers with attention in between carry that. The file knows no model.
import type { ShortConvolution } from '../../contract/layerShapes.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Block } from './block.ts';

interface ConvolutionInputs {
  /** The rows of the last kernel - 1 tokens before the new ones; zeros before the text begins. [kernel - 1, channels] */
  readonly pastTrail: Value;
  /** 1 where the token at that distance is read, 0 where it is hidden. [n, kernel] */
  readonly taps: Value;
}

function convolutionInputs(g: Graph, { kernel, channels }: ShortConvolution): ConvolutionInputs {
  return {
    pastTrail: g.input('past_trail', 'float32', [kernel - 1, channels]),
    taps: g.input('taps', 'float32', ['n', kernel]),
  };
}

/**
 * The convolution called `name`, whose weights are stored as PyTorch's Conv1d has them, [channels, 1, kernel], the last for
 * the token itself. Output `trail`, the new tokens' rows for the cache, `tap_parts`, w_j ⊙ x_(t - j) at each distance j, and
 * `tap_lengths`, how long each of them is. [n, channels] → [n, channels]
 */
export function shortConvolution({ g, w, convolution }: Block, x: Value, name: string, bias: boolean): Value {
  if (!convolution) throw new Error('the layer has no convolution');
  const { kernel, channels } = convolution;
  const { pastTrail, taps } = convolutionInputs(g, convolution);
  g.output('trail', x, ['n', channels]);
  const rows = g.concat([pastTrail, x], 0); // [kernel - 1 + n, channels]
  const weights = g.transpose(g.reshape(w.tensor(`${name}.weight`, [channels, 1, kernel]), [channels, kernel]), [1, 0]);
  const ofTap = g.split(weights, kernel, 0); // [1, channels] each
  const isRead = g.split(taps, kernel, 1); // [n, 1] each, from the token itself to the one furthest away
  const parts = ofTap.map((weight, tap) => {
    const distance = kernel - 1 - tap;
    return g.multiply(g.multiply(shifted(g, rows, tap, distance), isRead[distance]), weight);
  });
  const byDistance = parts.toReversed();
  g.output('tap_parts', g.reshape(g.concat(byDistance, 1), [0, kernel, channels]), ['n', kernel, channels]);
  const lengths = byDistance.map((part) => g.node('ReduceL2', [part, g.integers([1])])); // [n, 1] each
  g.output('tap_lengths', g.concat(lengths, 1), ['n', kernel]);
  const sum = parts.reduce((all, part) => g.add(all, part));
  return bias ? g.add(sum, w.tensor(`${name}.bias`, [channels])) : sum;
}

/** Rows from the `first` on, without the last ones: those of the tokens at that distance from the new ones. [n, channels] */
function shifted(g: Graph, rows: Value, first: number, last: number): Value {
  const end = last === 0 ? Number.MAX_SAFE_INTEGER : -last;
  return g.node('Slice', [rows, g.integers([first]), g.integers([end]), g.integers([0])]);
}
