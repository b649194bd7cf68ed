// What a layer's attention is told about positions: the mask, and the angles where it turns by position; and
// what a block is told about interventions. Knows no weights and no sessions.

import { type Feeds, floats, integers } from '../runtime/feeds.ts';
import type { AttentionPattern } from './architecture.ts';
import type { LayerGains } from './intervention.ts';
import { rotaryTables } from './layers/rotary.ts';
import { causalMask } from './mask.ts';

/** Where the new tokens stand. */
export interface CachePosition {
  readonly past: number;
  readonly slots: number;
  /** Of each new token; see Sequence. */
  readonly textLengths: readonly number[];
}

/** Of every layer, made once for each kind. */
export function feedsOfLayers(patterns: readonly AttentionPattern[], place: CachePosition): readonly Feeds[] {
  const feedsOf = new Map([...new Set(patterns)].map((pattern) => [pattern, feedsOfPattern(pattern, place)]));
  return patterns.map((pattern) => feedsOf.get(pattern) as Feeds);
}

/** What a block multiplies the results of its parts with. */
export function feedsOfGains({ heads, attention, mlp }: LayerGains): Feeds {
  return {
    head_gains: floats(heads, [heads.length, 1, 1]),
    attention_gain: floats(Float32Array.of(attention), [1]),
    mlp_gain: floats(Float32Array.of(mlp), [1]),
  };
}

/** What layers of this kind are fed besides the residual and their cache. */
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
