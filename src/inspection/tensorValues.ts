// The numbers of a tensor a few at a time, so that one of gigabytes needs no more memory than a small one, and other questions
// have their turn in between. Knows what the readers know.
import { setImmediate } from 'node:timers/promises';
import { readFloatRange, type TensorEntry } from '../checkpoint/safetensors.ts';
import type { Failure } from '../contract/failure.ts';
import { elements } from './storedTensors.ts';

/** Whole blocks of every quantised type; 4 MB as float32, read and widened in some 10 ms. */
export const CHUNK = 1 << 20;
/** What is stored with its axes exchanged is read as a whole. 256 MB as float32. */
const MOST_WHOLE = 1 << 26;

/** Consecutive parts of the tensor, CHUNK numbers each but for the last. Fails like readFloats(), and with cancelled. */
export async function* tensorValues(
  entry: TensorEntry,
  signal: AbortSignal,
): AsyncGenerator<Float32Array<ArrayBuffer>, void> {
  const count = elements(entry.shape);
  const whole = entry.order?.kind === 'transposed' ? await readWhole(entry, count) : undefined;
  for (let first = 0; first < count; first += CHUNK) {
    await setImmediate();
    if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
    const some = Math.min(CHUNK, count - first);
    yield whole ? whole.subarray(first, first + some) : await readFloatRange(entry, first, some);
  }
}

async function readWhole(entry: TensorEntry, count: number): Promise<Float32Array<ArrayBuffer>> {
  if (count <= MOST_WHOLE) return await readFloatRange(entry, 0, count);
  const problem = `${count} numbers with exchanged axes, more than the ${MOST_WHOLE} that are read at once`;
  throw { code: 'tensor-invalid', file: entry.file, tensor: entry.name, problem } satisfies Failure;
}
