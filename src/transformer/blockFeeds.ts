// What the blocks are fed for the same new tokens: the stream, the cache of those before them, the mask, the angles where
// a layer rotates by position, the biases where it lowers scores with the distance, and what interventions change. The
// graphs are the same for every text and every position; all that depends on them comes in here. The file knows no weights
// and no sessions.

import { type Feeds, floats, integers } from '../runtime/feeds.ts';
import type { AttentionPattern, ModelShape } from './architecture.ts';
import { feedsOfChanges } from './changeFeeds.ts';
import { changesHeads, hidingsIn, type Intervention } from './intervention.ts';
import type { KvCache } from './kvCache.ts';
import { headsOf } from './layerHeads.ts';
import { alibiTables } from './layers/alibi.ts';
import { rotaryTables } from './layers/rotary.ts';
import { causalMask, hiddenFrom, maskBothWays, tapsBehind } from './mask.ts';
import { mayBeFused } from './mayBeFused.ts';
import { noChanges, type PartChanges, partChanges } from './partChanges.ts';
import { routerOffsets } from './routerOffsets.ts';
import type { Sequence } from './sequence.ts';

/** Where the new tokens stand. */
export interface CachePosition {
  /** How many tokens stand before them. */
  readonly past: number;
  /** The width of the cache as the graph gets it; where `past` is 0, slots that are empty. */
  readonly slots: number;
  /**
   * How many tokens of the cache are looked at: `past` where it is not said. Where a text is read in both directions, all
   * of it, with those behind the new ones; these themselves are there, too, and are not looked at there.
   */
  readonly cached?: number;
  /** Whether attention is fused where it can be; undefined where the graphs have no choice. */
  readonly fused?: boolean | undefined;
  /** How long the text was when each new token was read; see Sequence. [n] */
  readonly textLengths: readonly number[];
}

export class BlockFeeds {
  readonly #shape: ModelShape;
  readonly #sequence: Sequence;
  readonly #place: CachePosition;
  /** Made once for each pattern: most models have one or two. */
  readonly #positions = new Map<AttentionPattern, Feeds>();
  readonly #masks = new Map<AttentionPattern, Float32Array<ArrayBuffer>>();
  /** Of heads of the same sizes, by these. */
  readonly #unchanged = new Map<string, Feeds>();

  constructor(shape: ModelShape, sequence: Sequence, place: CachePosition) {
    this.#shape = shape;
    this.#sequence = sequence;
    this.#place = place;
  }

  /** All inputs of a block's graph. residual [n, d]; beginBlock() and attentionInputs() have the shapes of the others. */
  of(layer: number, residual: Float32Array): Feeds {
    return {
      residual: floats(residual, [this.#place.textLengths.length, this.#shape.dModel]),
      ...this.#changesOf(layer),
      ...this.#routerOffsetOf(layer),
      ...this.#attentionOf(layer),
      ...this.#convolutionOf(layer),
      ...this.#stateOf(layer),
      ...this.#layerInputOf(layer),
      ...this.#otherStreamsOf(layer),
    };
  }

  /** other_streams [n, (streams - 1) · d] */
  #otherStreamsOf(layer: number): Feeds {
    const { past, textLengths } = this.#place;
    return feedsOfOtherStreams(
      this.#sequence.otherStreams[layer].rows(past, past + textLengths.length),
      textLengths.length,
    );
  }

  #attentionOf(layer: number): Feeds {
    const { past, slots, textLengths, fused } = this.#place;
    const cached = cachedAt(this.#place);
    const { heads, keyValueHeads, dHead, dValue, keysOf } = headsOf(this.#shape, layer);
    if (heads === 0) return {};
    const { keys, values } = this.#past(this.#sequence.caches[layer], cached);
    const isFused = fused === true && this.#isFused(layer);
    return {
      ...this.#positionsOf(layer),
      ...(isFused ? feedsOfNoMask(slots, textLengths.length) : this.#maskOf(layer)),
      ...(fused !== undefined && mayBeFused(this.#shape, layer) && { fused_behind: integers([isFused ? past : -1]) }),
      past_keys: floats(keys, [keyValueHeads, dHead, slots]),
      past_values: floats(values, [keyValueHeads, slots, dValue]),
      ...(keysOf !== undefined && this.#newOf(layer)),
    };
  }

  /** What is in a cache as far as the graph gets it; slots without anything where nothing of it is looked at. */
  #past(cache: KvCache, cached: number): Pick<KvCache, 'keys' | 'values'> {
    const { slots } = this.#place;
    if (cached > 0) return cache.narrowed(slots);
    const { heads, dHead, dValue } = cache;
    return { keys: new Float32Array(heads * dHead * slots), values: new Float32Array(heads * slots * dValue) };
  }

  /** Fused attention hides nothing but what comes later, and what heads find cannot be changed in it. */
  #isFused(layer: number): boolean {
    const { past: first, textLengths } = this.#place;
    const tokens = { first, n: textLengths.length };
    const isHere = (one: Intervention) => (one.layer ?? layer) === layer && changesHeads(one, tokens);
    return mayBeFused(this.#shape, layer) && !this.#sequence.interventions.some(isHere);
  }

  /** What an earlier layer has written for the new tokens, where this layer makes no keys and values. */
  #newOf(layer: number): Feeds {
    const { past, textLengths } = this.#place;
    const n = textLengths.length;
    const { keyValueHeads, dHead, dValue } = headsOf(this.#shape, layer);
    const { keys, values } = this.#sequence.caches[layer].ofTokens(past, past + n);
    return {
      new_keys: floats(keys, [keyValueHeads, dHead, n]),
      new_values: floats(values, [keyValueHeads, n, dValue]),
    };
  }

  /** layer_input [n, width] */
  #layerInputOf(layer: number): Feeds {
    const { layerInputs: width } = this.#shape;
    if (width === undefined) return {};
    const { past, textLengths } = this.#place;
    const n = textLengths.length;
    const all = this.#sequence.layerInputs;
    const rows = new Float32Array(n * width);
    for (let i = 0; i < n; i++) {
      const ofToken = all.rows(past + i, past + i + 1);
      rows.set(ofToken.subarray(layer * width, (layer + 1) * width), i * width);
    }
    return { layer_input: floats(rows, [n, width]) };
  }

  /** past_trail [kernel - 1, channels], taps [n, kernel] */
  #convolutionOf(layer: number): Feeds {
    const convolution = this.#shape.convolutions?.[layer];
    if (!convolution) return {};
    const { kernel, channels } = convolution;
    const { past, textLengths } = this.#place;
    const rows = new Float32Array((kernel - 1) * channels); // zeros before the text begins
    const first = Math.max(0, past - kernel + 1);
    rows.set(this.#sequence.trails[layer].rows(first, past), rows.length - (past - first) * channels);
    const taps = tapsBehind(hidingsIn(this.#sequence.interventions, layer), { kernel, past, n: textLengths.length });
    return {
      past_trail: floats(rows, [kernel - 1, channels]),
      taps: floats(taps, [textLengths.length, kernel]),
    };
  }

  /** past_state_keys [groups, d_state, slots], past_state_values [heads, slots, d_value], past_left [heads, slots] */
  #stateOf(layer: number): Feeds {
    const state = this.#shape.states?.[layer];
    const cache = this.#sequence.states[layer];
    if (!state || !cache) return {};
    const { past, slots } = this.#place;
    const { groups, heads, dState, dValue } = state;
    const { keys } = this.#past(cache.keys, past);
    const { values } = this.#past(cache.values, past);
    const isBeside = headsOf(this.#shape, layer).heads > 0;
    return {
      ...(isBeside ? { state_mask: this.#stateMaskOf(layer) } : this.#maskOf(layer)),
      past_state_keys: floats(keys, [groups, dState, slots]),
      past_state_values: floats(values, [heads, slots, dValue]),
      past_left: floats(cache.leftBehind(past, slots), [heads, slots]),
    };
  }

  #positionsOf(layer: number): Feeds {
    return inMap(this.#positions, this.#shape.attentionPatterns[layer], (pattern) => ({
      ...anglesOf(pattern, this.#place),
      ...biasesOf(pattern, this.#place),
    }));
  }

  /** Before any hiding. [n, slots + n] */
  #patternMaskOf(layer: number): Float32Array<ArrayBuffer> {
    return inMap(this.#masks, this.#shape.attentionPatterns[layer], (pattern) =>
      maskOfPattern(pattern, this.#place, this.#shape),
    );
  }

  /** mask [1, n, slots + n], or [heads, n, slots + n] where a token is hidden from some heads only; widths [slots, n] */
  #maskOf(layer: number): Feeds {
    const { past, slots, textLengths } = this.#place;
    const mask = this.#patternMaskOf(layer);
    const { heads } = headsOf(this.#shape, layer);
    // A state is hidden from as a whole: it has no heads that could be asked for by themselves.
    const hidings = hidingsIn(this.#sequence.interventions, layer).filter(
      ({ head }) => head === undefined || heads > 0,
    );
    const { bidirectional: bothWays = false } = this.#shape;
    const place = { n: textLengths.length, past, slots, layer, heads, bothWays };
    const masks = hidings.length ? hiddenFrom(mask, hidings, place) : mask;
    return {
      mask: floats(masks, [masks.length / mask.length, place.n, slots + place.n]),
      widths: integers([slots, place.n]),
    };
  }

  /** What hides tokens from single heads hides nothing from the state beside them, and no window does. [1, n, slots + n] */
  #stateMaskOf(layer: number): Feeds[string] {
    const { past, slots, textLengths } = this.#place;
    const n = textLengths.length;
    const hidings = hidingsIn(this.#sequence.interventions, layer).filter(({ head }) => head === undefined);
    const { window } = this.#shape.attentionPatterns[layer];
    const mask = window === undefined ? this.#patternMaskOf(layer) : causalMask(n, past, slots);
    const masks = hidings.length ? hiddenFrom(mask, hidings, { n, past, slots, layer, heads: 1 }) : mask;
    return floats(masks, [1, n, slots + n]);
  }

  /** router_offset [1 or n, experts]; nothing where the layer has no experts. */
  #routerOffsetOf(layer: number): Feeds {
    const { experts } = this.#shape;
    if (!experts?.layers[layer]) return {};
    const tokens = { first: this.#place.past, n: this.#place.textLengths.length };
    const { rows, offsets } = routerOffsets(this.#sequence.interventions, layer, tokens, experts);
    return { router_offset: floats(offsets, [rows, experts.experts]) };
  }

  #changesOf(layer: number): Feeds {
    const { past, textLengths } = this.#place;
    const tokens = { first: past, n: textLengths.length };
    const { dModel } = this.#shape;
    const heads = headsOf(this.#shape, layer);
    const changes = partChanges(this.#sequence.interventions, layer, tokens, this.#shape);
    const isBeside = heads.heads > 0 && this.#shape.states?.[layer] !== undefined;
    const feedsOf = (made: PartChanges) => feedsOfChanges(made, { heads, dModel, isBeside });
    if (changes) return feedsOf(changes);
    const key = `${heads.heads} ${heads.dValue} ${isBeside}`;
    const unchanged = this.#unchanged.get(key) ?? feedsOf(noChanges(heads, dModel));
    this.#unchanged.set(key, unchanged);
    return unchanged;
  }
}

/** The input of blocks and of the way out that holds the streams beside the active one; nothing where there is one. */
export function feedsOfOtherStreams(rows: Float32Array, n: number): Feeds {
  return rows.length > 0 ? { other_streams: floats(rows, [n, rows.length / n]) } : {};
}

function cachedAt({ past, cached = past }: CachePosition): number {
  return cached;
}

function maskOfPattern(
  { window }: AttentionPattern,
  place: CachePosition,
  { bidirectional }: ModelShape,
): Float32Array<ArrayBuffer> {
  const { past, slots, textLengths } = place;
  return bidirectional
    ? maskBothWays(textLengths.length, { past, slots, cached: cachedAt(place) }, window)
    : causalMask(textLengths.length, past, slots, window);
}

/** One number that is read by nobody: a mask of a chunk of a long text is large, and fused attention needs none. */
function feedsOfNoMask(slots: number, n: number): Feeds {
  return { mask: floats(new Float32Array(1), [1, 1, 1]), widths: integers([slots, n]) };
}

function inMap<Key, Made>(map: Map<Key, Made>, key: Key, make: (key: Key) => Made): Made {
  const made = map.get(key) ?? make(key);
  map.set(key, made);
  return made;
}

/** cosines and sines [n, width / 2] */
function anglesOf({ rotary }: AttentionPattern, { past, textLengths }: CachePosition): Feeds {
  if (!rotary) return {};
  const { cosines, sines } = rotaryTables(rotary, past, textLengths);
  const shape = [textLengths.length, rotary.width / 2];
  return { cosines: floats(cosines, shape), sines: floats(sines, shape) };
}

/** key_biases [heads, 1, slots + n], query_biases [heads, n, 1] */
function biasesOf({ alibi }: AttentionPattern, { past, slots, textLengths: { length: n } }: CachePosition): Feeds {
  if (!alibi) return {};
  const { keys, queries } = alibiTables(alibi, { n, past, slots });
  const heads = alibi.slopes.length;
  return { key_biases: floats(keys, [heads, 1, slots + n]), query_biases: floats(queries, [heads, n, 1]) };
}
