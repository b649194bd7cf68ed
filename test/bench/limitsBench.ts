// What this machine can do at best, as a process of the engine's kind finds it: reading memory, multiplying matrices, and
// one row times matrices. A token cannot take less than reading its weights once, nor a prefill less than its products.
// The matrices are constants of the graph, as a model's weights are, so that onnxruntime lays them out for its kernels first;
// two inputs, which it cannot lay out, are multiplied at less than half of that.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import onnxProto from 'onnx-proto';
import { Graph, type Value } from '../../src/onnx/graph.ts';
import { floats } from '../../src/runtime/feeds.ts';
import { OnnxSession } from '../../src/runtime/onnxSession.ts';
import { timed } from './timed.ts';

/** Larger than any cache, as all constants of a row's products together are. */
const READ_BYTES = 512 * 1024 * 1024;
/** It is read in so many parts, one after the other, so that each has left the caches when its turn comes again. */
const PARTS = 8;
/** The best of so many: a limit is not what other work has left. */
const RUNS = 9;
const SIZE = 1024;
/** Widths and number of the matrices that a row is multiplied by, to and fro: 16 MB each, 128 MB together. */
const [NARROW, WIDE, MATRICES] = [1024, 4096, 8];

export interface MachineLimits {
  /** All threads together. */
  readonly 'memory read, GB/s': number;
  /** As onnxruntime multiplies 1,024 rows by a constant matrix of 1,024 × 1,024 with the threads that it takes by itself. */
  readonly 'products in float32, GFLOP/s': number;
  /** How fast onnxruntime reads constant matrices that it multiplies one row by. */
  readonly 'one row times float32, GB/s': number;
  readonly 'one row, % of memory read': number;
  readonly threads: number;
}

/** Runs in a process of its own: see engineProcess.ts. */
export async function measure(): Promise<MachineLimits> {
  const threads = availableParallelism();
  const read = await readBandwidth(threads);
  const product = await productMs(SIZE, [[SIZE, SIZE]]);
  const sizes = Array.from({ length: MATRICES }, (_, i) => (i % 2 ? [WIDE, NARROW] : [NARROW, WIDE]) as Size);
  const row = (4 * NARROW * WIDE * MATRICES) / (await productMs(1, sizes)) / 1e6;
  return {
    'memory read, GB/s': read,
    'products in float32, GFLOP/s': (2 * SIZE ** 3) / product / 1e6,
    'one row times float32, GB/s': row,
    'one row, % of memory read': (100 * row) / read,
    threads,
  };
}

/** Looks for a byte that is not there, which the C library does with the widest registers there are. */
const READER = `
const { parentPort, workerData } = require('node:worker_threads');
const bytes = Buffer.alloc(workerData, 1);
parentPort.on('message', ([start, end]) => parentPort.postMessage(bytes.subarray(start, end).indexOf(2)));
parentPort.postMessage('ready');
`;

async function readBandwidth(threads: number): Promise<number> {
  const part = Math.floor(READ_BYTES / threads / PARTS);
  const readers = Array.from({ length: threads }, () => new Worker(READER, { eval: true, workerData: part * PARTS }));
  const answers = () => Promise.all(readers.map((reader) => new Promise((done) => reader.once('message', done))));
  try {
    await answers();
    const times: number[] = [];
    for (let i = 0; i < RUNS * PARTS; i++) {
      const start = (i % PARTS) * part;
      times.push(
        await timed(() => {
          const answered = answers();
          for (const reader of readers) reader.postMessage([start, start + part]);
          return answered;
        }),
      );
    }
    return (part * threads) / Math.min(...times) / 1e6;
  } finally {
    await Promise.all(readers.map((reader) => reader.terminate()));
  }
}

type Size = readonly [from: number, to: number];

/** The time of `rows` rows times one matrix after the other. */
async function productMs(rows: number, sizes: readonly Size[]): Promise<number> {
  const g = new Graph();
  const product = sizes.reduce<Value>(
    (x, size, i) => g.matMul(x, matrix(g, size, i)),
    g.input('x', 'float32', ['n', sizes[0][0]]),
  );
  g.output('product', product, ['n', sizes[sizes.length - 1][1]]);
  const session = await OnnxSession.open(g, 'product', '.');
  const x = floats(noise(rows * sizes[0][0], 0), [rows, sizes[0][0]]);
  try {
    const times: number[] = [];
    for (let i = 0; i <= RUNS; i++) times.push(await timed(() => session.run({ x }, ['product'])));
    return Math.min(...times.slice(1));
  } finally {
    await session.release();
  }
}

/** Each is another one: onnxruntime keeps one copy of matrices that are alike. */
function matrix(g: Graph, dims: Size, seed: number): Value {
  const numbers = noise(dims[0] * dims[1], seed + 1);
  const dataType = onnxProto.onnx.TensorProto.DataType.FLOAT;
  return g.constant({ name: `matrix_${seed}`, dims: [...dims], dataType, rawData: new Uint8Array(numbers.buffer) });
}

/** Numbers of either sign, small enough that products of many matrices stay finite. */
function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(count);
  for (let i = 0, state = seed + 1; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    numbers[i] = state * 2 ** -36;
  }
  return numbers;
}
