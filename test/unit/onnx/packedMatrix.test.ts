// Matrices as other methods than GGUF's pack them, kept so: products and rows against the same numbers as float32, for every map
// of the golden references.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import type { PackedGroups } from '../../../src/checkpoint/quantised/packing.ts';
import { readFloats, type TensorEntry } from '../../../src/checkpoint/safetensors.ts';
import { isBlockMatrix } from '../../../src/onnx/blockMatrix.ts';
import { blockRows } from '../../../src/onnx/blockRows.ts';
import { Graph, type Value } from '../../../src/onnx/graph.ts';
import { isFloatPacked } from '../../../src/onnx/packedProduct.ts';
import { floats, integers } from '../../../src/runtime/feeds.ts';
import { OnnxSession } from '../../../src/runtime/onnxSession.ts';
import { linear } from '../../../src/transformer/layers/linear.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures/quantised');
const NAMES = readdirSync(FIXTURES).filter((name) => !name.includes('.') && !name.startsWith('_'));
const INPUTS = 2;
const IDS = [3, 0, 2];

async function computed(
  g: Graph,
  build: () => Value,
  width: number,
  feeds: Parameters<OnnxSession['run']>[0],
  folder: string,
) {
  g.output('y', g.same(build()), ['n', width]);
  const session = await OnnxSession.open(g, 'packed', folder);
  try {
    return (await session.run(feeds, ['y'])).y;
  } finally {
    await session.release();
  }
}

async function packedIn(name: string): Promise<readonly TensorEntry[]> {
  const { tensors } = await openCheckpoint(join(FIXTURES, name));
  return [...tensors.values()].filter(({ packing }) => packing);
}

for (const name of NAMES) {
  test(`${name}: products are those with the float32 numbers, without widening the matrix`, async () => {
    const all = await packedIn(name);
    assert.ok(all.length > 0);
    for (const tensor of all) {
      assert.ok(isBlockMatrix(tensor) || isFloatPacked(tensor), tensor.name);
      const [rows, width] = tensor.shape;
      const weights = await readFloats(tensor);
      const x = Float32Array.from({ length: INPUTS * width }, (_, i) => Math.sin(i * i));
      const bias = Float32Array.from({ length: rows }, (_, i) => Math.cos(i));
      for (const [precision, tolerance] of [
        ['stored', 2e-6],
        ['fast', 2e-2],
      ] as const) {
        const g = new Graph(precision);
        const build = () =>
          linear(
            g,
            g.input('x', 'float32', ['n', width]),
            { tensor, transposed: true },
            g.input('b', 'float32', [rows]),
          );
        const feeds = { x: floats(x, [INPUTS, width]), b: floats(bias, [rows]) };
        const y = await computed(g, build, rows, feeds, join(FIXTURES, name));
        for (let n = 0; n < INPUTS; n++) {
          for (let row = 0; row < rows; row++) {
            let [sum, size] = [bias[row], Math.abs(bias[row])];
            for (let i = 0; i < width; i++) {
              const term = x[n * width + i] * weights[row * width + i];
              sum += term;
              size += Math.abs(term);
            }
            const found = y[n * rows + row];
            assert.ok(
              Math.abs(found - sum) <= tolerance * size,
              `${tensor.name} ${precision}: ${found} and not ${sum}`,
            );
          }
        }
      }
    }
  });
}

/** LLM.int8 rounds once more than a scale times a code does; -0 is 0 where codes are whole numbers. */
const LAST_BIT = 2 ** -23;
const isRoundedTwice = ({ packing }: TensorEntry) => packing?.storage.method === 'LLM.int8';

test('rows have the float32 numbers, bit for bit but for the sign of 0', async () => {
  let compared = 0;
  for (const name of NAMES) {
    for (const tensor of await packedIn(name)) {
      if (!isBlockMatrix(tensor) || tensor.packing?.groups?.columns) continue;
      const width = tensor.shape[1];
      const weights = await readFloats(tensor);
      const g = new Graph('stored');
      const build = () => blockRows(g, tensor, g.input('ids', 'int64', ['n']));
      const rows = await computed(g, build, width, { ids: integers(IDS) }, join(FIXTURES, name));
      const tolerance = isRoundedTwice(tensor) ? LAST_BIT : 0;
      const expected = IDS.flatMap((id) => [...weights.subarray(id * width, (id + 1) * width)]);
      assert.equal(rows.length, expected.length);
      const isOff = (weight: number, i: number) => Math.abs(rows[i] - weight) > tolerance * Math.abs(weight);
      assert.deepEqual(expected.filter(isOff), [], `${name}: ${tensor.name}`);
      compared++;
    }
  }
  assert.ok(compared > 40, `${compared}`);
});

test('a matrix that is read in several pieces', async () => {
  const [rows, width, groupSize] = [40, 1 << 17, 64];
  const code = (row: number, i: number) => (row * 7 + i * 3) % 16;
  const groups: PackedGroups = {
    ...{ groupSize, codeBits: 4, zero: 8, hasOffset: false, centre: 0 },
    codes: async (first, count) =>
      new Uint8Array(count * width).map((_, i) => code(first + Math.floor(i / width), i % width)),
    numbers: async (first, count) => ({
      scales: new Float32Array((count * width) / groupSize).map(
        (_, i) => 1 + first + Math.floor((i * groupSize) / width),
      ),
      zeros: new Uint8Array(),
      offsets: new Float32Array(),
    }),
  };
  const packing = { storage: { method: 'X', bits: 4, shared: { kind: 'row' as const } }, rows: assert.fail, groups };
  const place = { file: 'f', storedIn: 'f', offset: 0, bytes: 0 };
  const tensor: TensorEntry = { ...place, name: 'w', dtype: 'X', shape: [rows, width], packing };
  const x = new Float32Array(width).fill(1 / width);
  const g = new Graph('stored');
  const build = () => linear(g, g.input('x', 'float32', ['n', width]), { tensor, transposed: true });
  const y = await computed(g, build, rows, { x: floats(x, [1, width]) }, FIXTURES);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += ((1 + row) * (code(row, i) - 8)) / width;
    assert.ok(Math.abs(y[row] - sum) < 1e-3 * (1 + row), `${y[row]} and not ${sum}`);
  }
});

test('a large table of half precision beside quantised maps is widened piece by piece', () => {
  const place = { file: 'f', storedIn: 'f', offset: 0 };
  const table = { ...place, name: 'head', dtype: 'BF16', shape: [1 << 15, 1 << 10], bytes: 1 << 26 };
  const g = new Graph('stored');
  linear(g, g.input('x', 'float32', ['n', 1 << 10]), { tensor: table, transposed: true });
  assert.ok(g.widensInRuns);
  assert.deepEqual([...g.keptBytes], [['head', 1 << 26]]);
});
