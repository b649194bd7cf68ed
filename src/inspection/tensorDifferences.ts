// What two files of one model have different in each tensor, as of a model and the same model quantised: how far its numbers are
// from those of the reference. Knows tensors by the names that the model's own code has for them.
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import { isFailure } from '../contract/failure.ts';
import type { TensorDifference, TensorDifferences } from '../contract/modelFile.ts';
import { elements } from './storedTensors.ts';
import { tensorValues } from './tensorValues.ts';

export type NamedTensors = ReadonlyMap<string, TensorEntry>;

export interface DifferenceOptions {
  /** Once it is aborted, the answer is what was compared until then. */
  readonly signal: AbortSignal;
  /** Called with how many numbers were compared, of how many. */
  readonly onProgress: (done: number, of: number) => void;
}

export async function tensorDifferences(
  ours: NamedTensors,
  reference: NamedTensors,
  { signal, onProgress }: DifferenceOptions,
): Promise<TensorDifferences> {
  const shared = [...ours].filter(([name]) => reference.has(name));
  const of = shared.reduce((sum, [, { shape }]) => sum + elements(shape), 0);
  const tensors: TensorDifference[] = [];
  const all = new Distance();
  let done = 0;
  const onPart = (numbers: number) => {
    done += numbers;
    onProgress(done, of);
  };
  for (const [name, entry] of shared) {
    const compared = await difference([entry, reference.get(name) as TensorEntry], { name, all, signal, onPart });
    if (!compared) break;
    tensors.push(compared);
  }
  return {
    tensors: tensors.toSorted((a, b) => (b.relativeError ?? -1) - (a.relativeError ?? -1)),
    onlyOurs: [...ours.keys()].filter((name) => !reference.has(name)),
    onlyReference: [...reference.keys()].filter((name) => !ours.has(name)),
    relativeError: all.relativeError,
    complete: tensors.length === shared.length,
  };
}

interface Comparing {
  readonly name: string;
  readonly all: Distance;
  readonly signal: AbortSignal;
  readonly onPart: (numbers: number) => void;
}

/** undefined where it was cancelled. */
async function difference(
  [a, b]: readonly [TensorEntry, TensorEntry],
  { name, all, signal, onPart }: Comparing,
): Promise<TensorDifference | undefined> {
  const about = { name, shape: b.shape, types: [a.dtype, b.dtype] as const };
  const none = { relativeError: undefined, rootMeanSquare: undefined, largest: undefined };
  if (a.shape.join() !== b.shape.join())
    return { ...about, ...none, problem: { kind: 'shape', shapes: [a.shape, b.shape] } };
  const distance = new Distance();
  const theirs = tensorValues(b, signal);
  try {
    for await (const values of tensorValues(a, signal)) {
      const { value } = await theirs.next();
      distance.add(values, value as Float32Array);
      onPart(values.length);
    }
    all.join(distance);
    const { relativeError, rootMeanSquare, largest } = distance;
    return { ...about, relativeError, rootMeanSquare, largest, problem: undefined };
  } catch (failure) {
    if (!isFailure(failure)) throw failure;
    if (failure.code === 'cancelled') return undefined;
    return { ...about, ...none, problem: { kind: 'unreadable', failure } };
  }
}

/** ‖a - b‖ and ‖b‖, summed in double precision. */
export class Distance {
  #apart = 0;
  #reference = 0;
  #count = 0;
  largest = 0;

  /** [1.1, 2] and [1, 2] → ‖a - b‖ = 0.1, ‖b‖ = √5 */
  add(a: Float32Array, b: Float32Array): void {
    for (let i = 0; i < b.length; i++) {
      const apart = a[i] - b[i];
      this.#apart += apart * apart;
      this.#reference += b[i] * b[i];
      const size = Math.abs(apart);
      if (size > this.largest) this.largest = size;
    }
    this.#count += b.length;
  }

  join(other: Distance): void {
    this.#apart += other.#apart;
    this.#reference += other.#reference;
    this.#count += other.#count;
  }

  /** 0 where both are all zeros; ∞ where the reference alone is. undefined without numbers. */
  get relativeError(): number | undefined {
    if (this.#count === 0) return undefined;
    return this.#apart === 0 ? 0 : Math.sqrt(this.#apart / this.#reference);
  }

  get rootMeanSquare(): number | undefined {
    return this.#count === 0 ? undefined : Math.sqrt(this.#apart / this.#count);
  }
}
