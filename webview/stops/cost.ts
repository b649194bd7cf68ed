// Counts by formula what a text costs: Kaplan et al. 2020, "Scaling Laws for Neural Language Models", table 1, with the
// products of attention written out. It holds for models whose heads all have keys and values of their own, and whose
// feed-forward is four times as wide as the residual stream. Pure.
import type { ModelInfo } from '../../src/contract/engineApi.ts';

export interface Cost {
  /** The number of causal attention weights: one for every token and each token up to it, in every layer and head. */
  readonly attentionWeights: number;
  /** The number of multiplications with the model's parameters, and of those between queries, keys and values. */
  readonly multiplications: number;
  /** The size of the KV cache, at 32 bits a number. */
  readonly cacheBytes: number;
}

type Sizes = Pick<ModelInfo, 'layers' | 'heads' | 'dModel' | 'vocabSize'>;

/** The cost of n tokens in one forward pass, with nothing in the cache. */
export function costOfText(model: Sizes, n: number): Cost {
  return costOfRange(model, 0, n);
}

/**
 * The cost of running the tokens [past, past + fresh) with all before them in the cache. Counts are exact below 2^53.
 * With past = 2 and fresh = 2, token 2 attends to 3 tokens and token 3 to 4: 7 pairs.
 */
export function costOfRange(model: Sizes, past: number, fresh: number): Cost {
  const { layers, heads, dModel } = model;
  const pairs = fresh * past + (fresh * (fresh + 1)) / 2;
  const products = 2 * layers * dModel * pairs; // q·k and weight·v
  return {
    attentionWeights: layers * heads * pairs,
    multiplications: fresh * blockParameters(model) + products + dModel * model.vocabSize, // one unembedding
    cacheBytes: 2 * 4 * layers * dModel * (past + fresh),
  };
}

/**
 * The multiplications of all blocks for one token: 4 d² in each for attention (query, key, value, output) and 8 d² for
 * the feed-forward (d × 4 d, there and back).
 */
function blockParameters({ layers, dModel }: Sizes): number {
  return 12 * layers * dModel * dModel;
}

/** Three significant digits and an SI prefix: 1234567 → '1.23 M', 999999 → '1 M' */
export function inWords(count: number): string {
  const units = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
  let unit = 0;
  let value = count;
  while (rounded(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${rounded(value)}${units[unit]}`;
}

/** To three significant digits: 999,999 → 1,000,000. A unit is chosen by what is shown, or it would be 1000 of one. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** 123 → '123 B', 1234567 → '1.23 MB'; prefixes count by 1000. */
export function bytesInWords(bytes: number): string {
  return `${inWords(bytes)}B`.replace(/(\d)B$/, '$1 B');
}

/** 1500 → '1.5 s', 180000 → '3 min'. Seconds reach to two minutes, minutes to two hours. */
export function millisecondsInWords(ms: number): string {
  if (rounded(ms) < 1000) return `${rounded(ms)} ms`;
  if (ms < 120_000) return `${rounded(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${rounded(ms / 3_600_000)} h`;
}
