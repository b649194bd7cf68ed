// (I + L)⁻¹ of matrices L that have numbers below their diagonal only. Such a system is solved row by row, each from the
// rows above it; as an operator runs much faster on many numbers than on one row, it is halved here in place of that:
//   ( A 0 )⁻¹   (     A⁻¹       0  )
//   ( C B )   = ( -B⁻¹ C A⁻¹   B⁻¹ )
// from blocks of 1, whose inverse is 1, to blocks of 2, 4, 8, …: log₂ n rounds in which all blocks go on side by side. A
// power series, (I - L)(I + L²)(I + L⁴) …, has as many and needs no blocks, but its powers grow beyond all bounds where
// rows repeat one another, as they do in a text that repeats itself. With 1,024 rows of float32 halving is as exact as row by
// row (1e-6 to 2e-5, where the series overflows). The file knows no Transformer.

import type { Graph, Value } from './graph.ts';
import { repeat } from './loop.ts';
import { int64, sumOver } from './selection.ts';

/** Sizes of blocks, and one more: up to 65,536 rows. */
const POWERS = Array.from({ length: 18 }, (_, exponent) => 2 ** exponent);

/** lower [count, n, n], 0 on the diagonal and above it; n int64 [1] → [count, n, n] */
export function unitTriangularInverse(g: Graph, lower: Value, { count, n }: { count: number; n: Value }): Value {
  const powers = g.integers(POWERS);
  const rounds = sumOver(g, int64(g, g.node('Less', [powers, n])), 0, true); // ⌈log₂ n⌉
  const size = g.node('Gather', [powers, rounds]); // n, up to the next power of 2
  const missing = g.subtract(size, n);
  const pads = g.concat([g.integers([0, 0, 0, 0]), missing, missing], 0);
  const padded = g.node('Pad', [lower, pads]); // [count, size, size]
  const ones = g.node('Expand', [g.scalar(1), g.concat([g.integers([count]), size, g.integers([1, 1])], 0)]);
  const inverses = repeat(g, rounds, ones, (blocks, round) => {
    const width = g.node('Gather', [powers, round]);
    return joinedPairs(g, { padded, blocks, width, pairs: g.node('Div', [size, g.multiply(width, g.integers([2]))]) });
  }); // [count, 1, size, size]
  const inverse = g.node('Squeeze', [inverses, g.integers([1])]);
  return g.node('Slice', [inverse, g.integers([0, 0]), g.concat([n, n], 0), g.integers([1, 2])]);
}

interface Halves {
  readonly padded: Value; // [count, size, size]
  /** The inverses so far: [count, 2 · pairs, width, width] */
  readonly blocks: Value;
  readonly width: Value; // int64 [1]
  readonly pairs: Value; // int64 [1]
}

/** Blocks of twice the width: [count, pairs, 2 · width, 2 · width] */
function joinedPairs(g: Graph, { padded, blocks, width, pairs }: Halves): Value {
  const [same, two, one] = [g.integers([0]), g.integers([2]), g.integers([1])];
  const inPairs = g.node('Reshape', [blocks, g.concat([same, pairs, two, width, width], 0)]);
  const [a, b] = g.split(inPairs, 2, 2).map((half) => g.node('Squeeze', [half, two])); // [count, pairs, width, width]
  // What stands below A and left of B: the lower left quarter of each block on the diagonal.
  const quarters = g.node('Reshape', [padded, g.concat([same, pairs, two, width, pairs, two, width], 0)]);
  const below = g.node('Gather', [quarters, g.integers([1])], { axis: 2 });
  const lowerLeft = g.node('Gather', [below, same], { axis: 5 }); // [count, pairs, 1, width, pairs, 1, width]
  const isOnDiagonal = g.node('Reshape', [unitMatrix(g, pairs), g.concat([pairs, one, one, pairs, one, one], 0)]);
  const c = g.node('ReduceSum', [g.multiply(lowerLeft, isOnDiagonal), g.integers([2, 4, 5])], { keepdims: 0 });
  const joined = g.node('Neg', [g.matMul(b, g.matMul(c, a))]);
  const above = g.concat([a, g.multiply(a, g.scalar(0))], -1);
  return g.concat([above, g.concat([joined, b], -1)], -2);
}

/** [size, size] */
function unitMatrix(g: Graph, size: Value): Value {
  return g.node('EyeLike', [g.node('ConstantOfShape', [g.concat([size, size], 0)])]);
}
