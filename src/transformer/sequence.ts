// What a run keeps of a text: its ids, the residual stream at every block's input and the KV cache, about L · n · d floats
// each. Attention weights (L · heads · n²) are not kept: they follow from a block's input, and are recomputed for the
// layer that somebody looks at in a fraction of a forward pass. GPT-2 small over 1,000 tokens: 40 MB of stream and 74 MB
// of cache, where all weights would be 576 MB. The file knows nothing about how all of it was computed.

import { detachBuffer } from '../runtime/detachBuffer.ts';
import type { ModelShape } from './architecture.ts';
import type { Intervention } from './intervention.ts';
import { KvCache } from './kvCache.ts';
import { headsOf } from './layerHeads.ts';
import { RowCache } from './rowCache.ts';
import { StateCache } from './stateCache.ts';

export class Sequence {
  readonly ids: number[] = [];
  /** Tokens the text had when each was read: some rotary positions depend on it. */
  readonly textLengths: number[] = [];
  /** Layers that share keys and values have one cache. */
  readonly caches: readonly KvCache[];
  /** What the layers' convolutions read; without width where they have none. */
  readonly trails: readonly RowCache[];
  /** undefined for layers without a state. */
  readonly states: readonly (StateCache | undefined)[];
  /** What layers are told of each token besides the stream, side by side; without width where they are told nothing. */
  readonly layerInputs: RowCache;
  /** The streams beside the active one, as the residual stream is kept; without width where there is one. [layers + 1] */
  readonly otherStreams: readonly RowCache[];
  /** What is changed inside the model whenever it reads this sequence. */
  interventions: readonly Intervention[];
  /** [l] = input of block l, the last one = output of the last block; each [room, d] */
  readonly #residuals: Float32Array<ArrayBuffer>[];
  readonly #dModel: number;

  constructor(shape: ModelShape, interventions: readonly Intervention[] = []) {
    const { layers, dModel } = shape;
    this.interventions = interventions;
    this.caches = cachesOf(shape);
    const widths = Array.from({ length: layers }, (_, layer) => shape.convolutions?.[layer]?.channels ?? 0);
    this.trails = widths.map((width) => new RowCache(width));
    this.states = Array.from({ length: layers }, (_, layer) => {
      const state = shape.states?.[layer];
      return state && new StateCache(state);
    });
    this.layerInputs = new RowCache(layers * (shape.layerInputs ?? 0));
    const others = ((shape.streams?.count ?? 1) - 1) * dModel;
    this.otherStreams = Array.from({ length: layers + 1 }, () => new RowCache(others));
    this.#residuals = Array.from({ length: layers + 1 }, () => new Float32Array(0));
    this.#dModel = dModel;
  }

  /** Counts tokens whose residual stream, keys and values are complete. */
  append(ids: readonly number[], textLengths: readonly number[]): void {
    for (const [i, id] of ids.entries()) {
      this.ids.push(id);
      this.textLengths.push(textLengths[i]);
    }
  }

  /** Tokens that are complete in all layers; a run that was cancelled leaves it as it was. */
  get length(): number {
    return this.ids.length;
  }

  /** Room in every layer's cache; the same in all of them, also after a run that was cancelled half way. */
  get slots(): number {
    return this.caches[0].slots;
  }

  /** Makes room, in every layer, before tokens are written. Arrays that were handed out before are empty then. */
  reserve(tokens: number): void {
    for (const cache of this.caches) cache.reserve(tokens);
    for (const rows of [...this.trails, ...this.otherStreams, this.layerInputs]) rows.reserve(this.slots);
    for (const state of this.states) state?.reserve(this.slots);
    const room = this.slots * this.#dModel;
    for (const [layer, residual] of this.#residuals.entries()) {
      if (residual.length >= room) continue;
      this.#residuals[layer] = new Float32Array(room);
      this.#residuals[layer].set(residual);
      detachBuffer(residual);
    }
  }

  /** Rows [start, end) of the residual stream before block `layer` (layer = L: after the last). A view, until room is made. */
  residual(layer: number, start: number, end: number): Float32Array<ArrayBuffer> {
    return this.#residuals[layer].subarray(start * this.#dModel, end * this.#dModel);
  }

  /** The same of all streams, the active one first. [end - start, streams · d] Copied where there are several. */
  streams(layer: number, start: number, end: number): Float32Array<ArrayBuffer> {
    const { width } = this.otherStreams[layer];
    const active = this.residual(layer, start, end);
    if (width === 0) return active;
    const [d, all] = [this.#dModel, new Float32Array((end - start) * (this.#dModel + width))];
    const others = this.otherStreams[layer].rows(start, end);
    for (let i = 0; i < end - start; i++) {
      all.set(active.subarray(i * d, (i + 1) * d), i * (d + width));
      all.set(others.subarray(i * width, (i + 1) * width), i * (d + width) + d);
    }
    return all;
  }

  /**
   * Takes over what another sequence of the same model has computed: its tokens before `length` in all layers, and below
   * block `layer`, its input included, also those behind them, which are to be run from there on.
   */
  takeOver(other: Sequence, { length, layer }: { readonly length: number; readonly layer: number }): void {
    this.truncate(0);
    this.reserve(layer < 0 ? length : other.length); // a short beginning of a long text takes little room
    for (const [l, rows] of other.#residuals.entries())
      this.#residuals[l].set(rows.subarray(0, (l <= layer ? other.length : length) * this.#dModel));
    for (const [l, rows] of other.otherStreams.entries())
      this.otherStreams[l].copyFrom(rows, l <= layer ? other.length : length);
    for (const [l, cache] of other.caches.entries()) this.caches[l].copyFrom(cache, l < layer ? other.length : length);
    for (const [l, state] of other.states.entries())
      if (state) this.states[l]?.copyFrom(state, l < layer ? other.length : length);
    for (const [l, trail] of other.trails.entries()) this.trails[l].copyFrom(trail, l < layer ? other.length : length);
    this.layerInputs.copyFrom(other.layerInputs, layer < 0 ? length : other.length);
    this.append(other.ids.slice(0, length), other.textLengths.slice(0, length));
  }

  /** Forgets the tokens from `length` on; what is left behind them is overwritten later and masked until then. */
  truncate(length: number): void {
    this.ids.length = Math.min(this.ids.length, length);
    this.textLengths.length = this.ids.length;
  }

  get bytes(): number {
    const residuals = this.#residuals.reduce((sum, rows) => sum + rows.byteLength, 0);
    const caches = [...new Set(this.caches), ...this.trails, ...this.states, ...this.otherStreams, this.layerInputs];
    return caches.reduce((sum, cache) => sum + (cache?.bytes ?? 0), residuals);
  }
}

function cachesOf(shape: ModelShape): readonly KvCache[] {
  const caches: KvCache[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const heads = headsOf(shape, layer);
    caches.push(heads.keysOf === undefined ? new KvCache(heads) : caches[heads.keysOf]);
  }
  return caches;
}
