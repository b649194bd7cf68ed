// The tokens of a document that are known so far, in parts that come in any order, found by their place in the text. Pure.
import type { SurprisalPart } from '../contract/documentReading.ts';
import type { TokenIndex } from '../contract/tokens.ts';

export interface KnownToken {
  readonly token: TokenIndex;
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly bits: number;
  readonly rank: number;
}

export class KnownTokens {
  /** By their place in the text. */
  readonly #parts: SurprisalPart[] = [];
  #count = 0;
  #sum = 0;
  #summed = 0;

  add(parts: readonly SurprisalPart[]): void {
    for (const part of parts) {
      this.#count += part.bits.length;
      for (const bits of part.bits) {
        if (Number.isNaN(bits)) continue;
        this.#sum += bits;
        this.#summed++;
      }
      this.#parts.push(part);
    }
    this.#parts.sort((a, b) => a.first - b.first);
  }

  get count(): number {
    return this.#count;
  }

  /** Of all tokens that something predicts; 0 where there are none. */
  get meanBits(): number {
    return this.#summed === 0 ? 0 : this.#sum / this.#summed;
  }

  /** Those that have a character of [start, end), in order. */
  *between(start: number, end: number): Generator<KnownToken> {
    for (const part of this.#parts) {
      if (part.starts[0] >= end || part.ends[part.ends.length - 1] <= start) continue;
      for (let i = firstEndingBehind(part.ends, start); i < part.starts.length && part.starts[i] < end; i++)
        if (part.ends[i] > part.starts[i]) yield tokenOf(part, i);
    }
  }

  at(offset: number): KnownToken | undefined {
    return this.between(offset, offset + 1).next().value;
  }

  /** Whether the place is in a part that is known, whether a token has it or not. */
  covers(offset: number): boolean {
    return this.#parts.some(({ starts, ends }) => starts[0] <= offset && offset < ends[ends.length - 1]);
  }
}

function tokenOf(part: SurprisalPart, i: number): KnownToken {
  return {
    token: (part.first + i) as TokenIndex,
    id: part.ids[i],
    start: part.starts[i],
    end: part.ends[i],
    bits: part.bits[i],
    rank: part.ranks[i],
  };
}

function firstEndingBehind(ends: Uint32Array, offset: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
