// Where one stream becomes several, and several become one again. All but the first are maps of the first, brought to its
// length; on the way out each is mapped back, brought to the first one's length again, and their mean is read:
//   h_i = W_i x · rms(x) / rms(W_i x),  x' = (h_1 + Σ_i W_i' h_i · rms(h_1) / rms(W_i' h_i)) / K
// The file knows names of maps, no model.
import type { Graph, Value } from '../../onnx/graph.ts';
import { inOrder, type StreamShape } from './altUp.ts';
import type { Weights } from './weights.ts';

/** Of a mean square: no stream is divided by less. */
const LEAST = 1e-5;

/** Outputs `residual`, the active stream, and `other_streams`. x [n, d] */
export function outputStreams({ g, w }: Ends, x: Value, shape: StreamShape): void {
  const { dModel, streams } = shape;
  const all = [
    x,
    ...mapsOf({ g, w }, () => x, 'altup_projections', shape).map(({ mapped, scale }) => g.multiply(mapped, scale(x))),
  ];
  const [active] = all.splice(streams.active, 1);
  g.output('residual', active === x ? g.same(x) : active, ['n', dModel]);
  g.output('other_streams', all.length > 1 ? g.concat(all, -1) : g.same(all[0]), ['n', (streams.count - 1) * dModel]);
}

/**
 * The streams as one, [n, d]: input `other_streams`, outputs `merged`, the same, and `merge_scales`, what each map's result is
 * multiplied with before the mean is taken, [n, K - 1]. `maps` are those values, for who reads the stream backwards.
 */
export function mergedStreams({ g, w }: Ends, active: Value, shape: StreamShape): { merged: Value; maps: Value[] } {
  const { dModel, streams } = shape;
  const others = g.input('other_streams', 'float32', ['n', (streams.count - 1) * dModel]);
  const ordered = g.split(inOrder(g, { active, others }, shape), streams.count, 1);
  const each = ordered.map((one) => g.reshape(one, [-1, dModel]));
  const back = mapsOf({ g, w }, (stream) => each[stream], 'altup_unembed_projections', shape);
  const scales = back.map(({ scale }) => scale(each[0])); // [n, 1] each
  const sum = back.reduce((sum, { mapped }, i) => g.add(sum, g.multiply(mapped, scales[i])), each[0]);
  const merged = g.multiply(sum, g.scalar(1 / streams.count));
  g.output('merged', merged, ['n', dModel]);
  g.output('merge_scales', scales.length > 1 ? g.concat(scales, -1) : g.same(scales[0]), ['n', streams.count - 1]);
  return { merged, maps: back.map(({ mapped }) => mapped) };
}

interface Ends {
  readonly g: Graph;
  readonly w: Weights;
}

/** The maps of all streams but the first, and what brings their results to the length of another vector. */
function mapsOf({ g, w }: Ends, of: (stream: number) => Value, name: string, { dModel, streams }: StreamShape) {
  return Array.from({ length: streams.count - 1 }, (_, i) => {
    const mapped = w.linear(of(i + 1), `${name}.${i}`, { from: dModel, to: dModel, bias: false });
    const own = g.node('Sqrt', [g.node('Max', [meanSquare(g, mapped), g.scalar(LEAST)])]);
    return { mapped, scale: (like: Value) => g.node('Div', [g.node('Sqrt', [meanSquare(g, like)]), own]) };
  });
}

/** [n, d] → [n, 1] */
function meanSquare(g: Graph, x: Value): Value {
  return g.node('ReduceMean', [g.multiply(x, x), g.integers([-1])], { keepdims: 1 });
}
