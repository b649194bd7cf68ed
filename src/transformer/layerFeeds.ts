// What a block's graph is fed besides its weights, the residual and the cache: the mask, the angles where the layer rotates
// by position, and the gains of interventions. The graph itself is the same for every text and every position; all that
// depends on them comes in here. The file knows no weights and no sessions.

import { type Feeds, floats, integers } from '../runtime/feeds.ts';
import type { AttentionPattern } from './architecture.ts';
import type { LayerGains } from './intervention.ts';
import { rotaryTables } from './layers/rotary.ts';
import { causalMask } from './mask.ts';

/** Where the new tokens stand. */
export interface CachePosition {
  readonly past: number;
  readonly slots: number;
  /** How long the text was when each new token was read; see Sequence. [n] */
  readonly textLengths: readonly number[];
}

/** The feeds of every layer, made once for each pattern: most models have one or two. [layers] */
export function feedsOfLayers(patterns: readonly AttentionPattern[], place: CachePosition): readonly Feeds[] {
  const feedsOf = new Map([...new Set(patterns)].map((pattern) => [pattern, feedsOfPattern(pattern, place)]));
  return patterns.map((pattern) => feedsOf.get(pattern) as Feeds);
}

/** What a block multiplies the results of its parts with; all 1 changes no number. head_gains [heads, 1, 1], the others [1] */
export function feedsOfGains({ heads, attention, mlp }: LayerGains): Feeds {
  return {
    head_gains: floats(heads, [heads.length, 1, 1]),
    attention_gain: floats(Float32Array.of(attention), [1]),
    mlp_gain: floats(Float32Array.of(mlp), [1]),
  };
}

/** What layers of this pattern are fed. mask [n, slots + n], widths [2], cosines and sines [n, width / 2] */
export function feedsOfPattern(
  { window, rotary }: AttentionPattern,
  { past, slots, textLengths }: CachePosition,
): Feeds {
  const n = textLengths.length;
  const feeds = {
    mask: floats(causalMask(n, past, slots, window), [n, slots + n]),
    widths: integers([slots, n]),
  };
  if (!rotary) return feeds;
  const { cosines, sines } = rotaryTables(rotary, past, textLengths);
  const shape = [n, rotary.width / 2];
  return { ...feeds, cosines: floats(cosines, shape), sines: floats(sines, shape) };
}
