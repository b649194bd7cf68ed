// What a layer with a state keeps of each token: what it was written by, what was written, and how much of the state it left.
// The state itself is their sum and would be smaller, but could not be taken back: a text can be cut and gone on with
// anywhere, and each token's part be seen. The file knows one layer.
import type { StateSpace } from '../contract/layerShapes.ts';
import { KvCache } from './kvCache.ts';
import { RowCache } from './rowCache.ts';

export class StateCache {
  readonly keys: KvCache; // [groups, d_state, slots]
  readonly values: KvCache; // [heads, slots, d_value]
  /** Logarithms of the factors, ≤ 0. [slots, heads] */
  readonly decays: RowCache;

  constructor({ groups, heads, dState, dValue }: StateSpace) {
    this.keys = new KvCache({ keyValueHeads: groups, dHead: dState, dValue: 0 });
    this.values = new KvCache({ keyValueHeads: heads, dHead: 0, dValue });
    this.decays = new RowCache(heads);
  }

  reserve(tokens: number): void {
    this.keys.reserve(tokens);
    this.values.reserve(tokens);
    this.decays.reserve(this.keys.slots);
  }

  copyFrom(other: StateCache, n: number): void {
    this.keys.copyFrom(other.keys, n);
    this.values.copyFrom(other.values, n);
    this.decays.copyFrom(other.decays, n);
  }

  /**
   * What is left of each token's part behind `past` of them, as a logarithm: the sum of those of the tokens behind it.
   * [heads, slots], 0 for empty slots
   */
  leftBehind(past: number, slots: number): Float32Array<ArrayBuffer> {
    const heads = this.decays.width;
    const left = new Float32Array(heads * slots);
    const decays = this.decays.rows(0, past);
    for (let head = 0; head < heads; head++) {
      let sum = 0; // in double precision: thousands of small numbers
      for (let token = past - 1; token >= 0; token--) {
        left[head * slots + token] = sum;
        sum += decays[token * heads + head];
      }
    }
    return left;
  }

  get bytes(): number {
    return this.keys.bytes + this.values.bytes + this.decays.bytes;
  }
}
