// What this machine can do at best: reading memory, and multiplying matrices in float32. A token of a model cannot take less
// than reading its weights once, nor a prefill less than its products.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Graph } from '../../src/onnx/graph.ts';
import { floats } from '../../src/runtime/feeds.ts';
import { OnnxSession } from '../../src/runtime/onnxSession.ts';
import { median } from './median.ts';
import { timed } from './timed.ts';

/** Larger than any cache. */
const READ_BYTES = 512 * 1024 * 1024;
const RUNS = 7;
const SIZE = 1024;

export interface MachineLimits {
  /** All threads together. */
  readonly 'memory read, GB/s': number;
  /** As onnxruntime multiplies two matrices of 1,024 × 1,024 with the threads that it takes by itself. */
  readonly 'products in float32, GFLOP/s': number;
  readonly threads: number;
}

export async function limitsBench(): Promise<MachineLimits> {
  const threads = availableParallelism();
  return {
    'memory read, GB/s': await readBandwidth(threads),
    'products in float32, GFLOP/s': await throughput(),
    threads,
  };
}

/** Looks for a byte that is not there, which the C library does with the widest registers there are. */
const READER = `
const { parentPort, workerData } = require('node:worker_threads');
const bytes = Buffer.alloc(workerData, 1);
parentPort.on('message', () => parentPort.postMessage(bytes.indexOf(2)));
parentPort.postMessage('ready');
`;

async function readBandwidth(threads: number): Promise<number> {
  const share = Math.floor(READ_BYTES / threads);
  const readers = Array.from({ length: threads }, () => new Worker(READER, { eval: true, workerData: share }));
  const answers = () => Promise.all(readers.map((reader) => new Promise((done) => reader.once('message', done))));
  try {
    await answers();
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++)
      times.push(
        await timed(() => {
          const answered = answers();
          for (const reader of readers) reader.postMessage('read');
          return answered;
        }),
      );
    return (share * threads) / median(times) / 1e6;
  } finally {
    await Promise.all(readers.map((reader) => reader.terminate()));
  }
}

async function throughput(): Promise<number> {
  const g = new Graph();
  const square = ['n', SIZE] as const;
  g.output('product', g.matMul(g.input('a', 'float32', square), g.input('b', 'float32', square)), square);
  const session = await OnnxSession.open(g, 'product', '.');
  const matrix = floats(
    Float32Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i)),
    [SIZE, SIZE],
  );
  try {
    const times: number[] = [];
    for (let i = 0; i <= RUNS; i++) times.push(await timed(() => session.run({ a: matrix, b: matrix }, ['product'])));
    return (2 * SIZE ** 3) / median(times.slice(1)) / 1e6;
  } finally {
    await session.release();
  }
}
