// What is known so far of the predictions of a comparison, which come a while at a time. Pure.
import type { ComparedPredictions, Expected } from '../../../src/contract/compared.ts';

export interface Known {
  /** Pieces that are known, from the first one on. */
  readonly done: number;
  /** NaN where not known, or not to be known. [pieces] each */
  readonly ourBits: Float32Array;
  readonly theirBits: Float32Array;
  readonly divergences: Float32Array;
  readonly ourNext: readonly (Expected | undefined)[];
  readonly theirNext: readonly (Expected | undefined)[];
}

export function nothingKnown(pieces: number): Known {
  const none = () => new Float32Array(pieces).fill(Number.NaN);
  return { done: 0, ourBits: none(), theirBits: none(), divergences: none(), ourNext: [], theirNext: [] };
}

/** With those that follow. */
export function withMore(known: Known, more: ComparedPredictions): Known {
  const joined = (numbers: Float32Array, added: Float32Array) => {
    const all = numbers.slice();
    all.set(added, more.start);
    return all;
  };
  return {
    done: more.start + more.ourBits.length,
    ourBits: joined(known.ourBits, more.ourBits),
    theirBits: joined(known.theirBits, more.theirBits),
    divergences: joined(known.divergences, more.divergences),
    ourNext: [...known.ourNext.slice(0, more.start), ...more.ourNext],
    theirNext: [...known.theirNext.slice(0, more.start), ...more.theirNext],
  };
}
