// x as a sum of three parts that a product which rounds its input to 8 bits leaves nearly as they are: so the kernel for 8 bits,
// which is several times as fast as those that do not round, gives what float32 gives. Knows no matrix.
//
// The kernel rounds x block by block: to whole multiples of the block's largest magnitude / 127. Numbers that are such
// multiples already stay what they are. So the first part is x rounded that way, the second one what is left of x, rounded
// the same way, and the third one what is left then, which the kernel rounds itself: 3 · 8 bits, as a float32 has 24.
// Block of 2: [1, 0.3] = [1, 0.29921] + [0, 0.00079] + [0, 0]
import type { Graph, Value } from './graph.ts';

const PARTS = 3;
const LARGEST = 127;
/** In place of the magnitude of a block of zeros, which nothing is divided by. */
const LEAST = 1e-30;

/** [n, width] → [3 n, width]: all first parts, then all second ones, then all third ones. The same for all products with x. */
export function inParts(g: Graph, x: Value, width: number, blockSize: number): Value {
  const name = `${x} in parts of ${blockSize}`;
  const parts = g.once.get(name) ?? cut(g, x, width, blockSize);
  g.once.set(name, parts);
  return parts;
}

function cut(g: Graph, x: Value, width: number, blockSize: number): Value {
  let rest = g.reshape(x, [0, width / blockSize, blockSize]); // [n, blocks, block]
  const parts: Value[] = [];
  while (parts.length < PARTS - 1) {
    const largest = g.node('ReduceMax', [g.node('Abs', [rest]), g.integers([-1])], { keepdims: 1 });
    const step = g.node('Max', [g.multiply(largest, g.scalar(1 / LARGEST)), g.scalar(LEAST)]); // [n, blocks, 1]
    const part = g.multiply(g.node('Round', [g.node('Div', [rest, step])]), step);
    parts.push(part);
    rest = g.subtract(rest, part);
  }
  return g.reshape(g.concat([...parts, rest], 0), [-1, width]);
}

/** What the products with the parts come to: [3 n, out] → [n, out] */
export function sumOfParts(g: Graph, products: Value, outputs: number): Value {
  return g.node('ReduceSum', [g.reshape(products, [PARTS, -1, outputs]), g.integers([0])], { keepdims: 0 });
}
