// Matrices in the blocks of a GGUF file: products and rows against the same numbers as float32, for every type.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dequantise } from '../../../src/checkpoint/ggml/blockType.ts';
import { blockType } from '../../../src/checkpoint/ggml/ggmlTypes.ts';
import { readFloats, type TensorEntry } from '../../../src/checkpoint/safetensors.ts';
import { columnsOfKeysApart, pairsAsNeighbours } from '../../../src/checkpoint/storedOrder.ts';
import { blockProduct } from '../../../src/onnx/blockMatrix.ts';
import { blockRows } from '../../../src/onnx/blockRows.ts';
import { Graph, type Value } from '../../../src/onnx/graph.ts';
import { floats, integers } from '../../../src/runtime/feeds.ts';
import { OnnxSession } from '../../../src/runtime/onnxSession.ts';

const FILE = join(import.meta.dirname, '../../golden/fixtures/ggml/blocks.json');
const TYPES: Readonly<Record<string, { blocks: string }>> = JSON.parse(readFileSync(FILE, 'utf8'));
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blocks-'));
});
after(() => rm(folder, { recursive: true }));

interface Matrix {
  readonly tensor: TensorEntry;
  /** Row by row as the model has it. */
  readonly weights: Float32Array;
}

const ROWS = 4;
/** Blocks of each row; the random blocks are used again and again. */
const BLOCKS = 3;

async function matrixOf(name: string): Promise<Matrix> {
  const type = blockType(name) ?? assert.fail();
  const random = Buffer.from(TYPES[name].blocks, 'base64');
  const bytes = new Uint8Array(ROWS * BLOCKS * type.blockBytes);
  // Blocks 0 and 1 have scales of next to nothing.
  for (let i = 0; i < ROWS * BLOCKS; i++) {
    const from = (2 + (i % 4)) * type.blockBytes;
    bytes.set(random.subarray(from, from + type.blockBytes), i * type.blockBytes);
  }
  if (name === 'MXFP4') for (let i = 0; i < ROWS * BLOCKS; i++) bytes[i * type.blockBytes] = 120 + (i % 4);
  const file = join(folder, name);
  await writeFile(file, bytes);
  const width = BLOCKS * type.blockSize;
  const place = { file, storedIn: file, offset: 0, bytes: bytes.length };
  const tensor = { ...place, name, dtype: name, shape: [ROWS, width], order: pairsAsNeighbours(ROWS) };
  const stored = dequantise(type, bytes);
  const order = [0, 2, 1, 3].map((row) => stored.subarray(row * width, (row + 1) * width));
  return { tensor, weights: Float32Array.from(order.flatMap((row) => [...row])) };
}

async function computed(
  build: (g: Graph) => Value,
  shape: readonly (string | number)[],
  feeds: Parameters<OnnxSession['run']>[0],
  inParts = false,
) {
  const g = new Graph('stored', { inParts });
  g.output('y', g.same(build(g)), shape);
  const session = await OnnxSession.open(g, 'blocks', folder);
  try {
    return (await session.run(feeds, ['y'])).y;
  } finally {
    await session.release();
  }
}

const INPUTS = 2;

for (const name of Object.keys(TYPES)) {
  test(`${name}: a product is that with the float32 numbers`, async () => {
    const { tensor, weights } = await matrixOf(name);
    const width = tensor.shape[1];
    const x = Float32Array.from({ length: INPUTS * width }, (_, i) => Math.sin(i * i));
    const build = (rounded: boolean) => (g: Graph) =>
      blockProduct(g, g.input('x', 'float32', ['n', width]), tensor, rounded);
    const exact = await computed(build(false), ['n', ROWS], { x: floats(x, [INPUTS, width]) });
    const rounded = await computed(build(true), ['n', ROWS], { x: floats(x, [INPUTS, width]) });
    // Whether the runtime keeps what is rounded by block is said of x64 alone: see localRuntime.ts.
    const whole = process.arch === 'x64';
    const parts = await computed(build(false), ['n', ROWS], { x: floats(x, [INPUTS, width]) }, whole);
    for (let n = 0; n < INPUTS; n++) {
      for (let row = 0; row < ROWS; row++) {
        let [sum, size] = [0, 0];
        for (let i = 0; i < width; i++) {
          const term = x[n * width + i] * weights[row * width + i];
          sum += term;
          size += Math.abs(term);
        }
        const at = n * ROWS + row;
        assert.ok(Math.abs(exact[at] - sum) <= 2e-6 * size, `${exact[at]} and not ${sum}`);
        assert.ok(Math.abs(parts[at] - sum) <= 2e-6 * size, `${parts[at]} and not ${sum}, in parts`);
        assert.ok(Math.abs(rounded[at] - sum) <= 2e-2 * size, `${rounded[at]} and not ${sum}, rounded`);
      }
    }
  });

  test(`${name}: a product with columns in another order is that with the float32 numbers`, async () => {
    const { tensor } = await matrixOf(name);
    const [rows, width] = tensor.shape;
    // Heads of 8 share keys by 4, so that no block holds neighbours alone.
    const order = columnsOfKeysApart({ heads: width / 8, groups: width / 32, width: 8 });
    const changed = { ...tensor, order };
    const weights = await readFloats(changed);
    const x = Float32Array.from({ length: width }, (_, i) => Math.sin(i * i));
    const build = (g: Graph) => blockProduct(g, g.input('x', 'float32', ['n', width]), changed, false);
    const product = await computed(build, ['n', rows], { x: floats(x, [1, width]) });
    for (let row = 0; row < rows; row++) {
      const terms = Array.from(x, (value, i) => value * weights[row * width + i]);
      const sum = terms.reduce((total, term) => total + term, 0);
      const size = terms.reduce((total, term) => total + Math.abs(term), 0);
      assert.ok(Math.abs(product[row] - sum) <= 2e-6 * size, `${product[row]} and not ${sum}`);
    }
  });

  test(`${name}: a row has the float32 numbers, bit for bit`, async () => {
    const { tensor, weights } = await matrixOf(name);
    const { order: _, ...inOrder } = tensor;
    const width = tensor.shape[1];
    for (const [table, second] of [
      [tensor, 1],
      [inOrder, 2],
    ] as const) {
      const rows = await computed((g) => blockRows(g, table, g.input('ids', 'int64', ['n'])), ['n', width], {
        ids: integers([3, second]),
      });
      assert.deepEqual([...rows], [...weights.subarray(3 * width), ...weights.subarray(width, 2 * width)]);
    }
  });
}
