// What a text costs, counted by formula: Kaplan et al. 2020, "Scaling Laws for Neural Language Models", table 1, with
// the attention products written out. For models whose heads all have keys and values of their own. Pure.
import type { ModelInfo } from '../../src/contract/engineApi.ts';

export interface Cost {
  /** Relevances of causal attention: every token with itself and those before it, in every layer and head. */
  readonly attentionWeights: number;
  /** Multiplications with weights of the model, and between queries, keys and values. */
  readonly multiplications: number;
  /** Memory of the keys and values, 32 bits each. */
  readonly cacheBytes: number;
}

type Sizes = Pick<ModelInfo, 'layers' | 'heads' | 'dModel' | 'vocabSize' | 'parameters'>;

/** Reading n tokens at once. */
export function costOfText(model: Sizes, n: number): Cost {
  return costOfRange(model, 0, n);
}

/** Running the tokens [past, past + fresh) with everything before them in the cache. Exact integers below 2^53. */
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

/** Multiplications of all blocks for each token: 4 d² for attention, 8 d² for the feed-forward. */
function blockParameters({ layers, dModel }: Sizes): number {
  return 12 * layers * dModel * dModel;
}

/** 1234567 → '1.23 M' */
export function inWords(count: number): string {
  const units = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))}${units[unit]}`;
}

export function bytesInWords(bytes: number): string {
  return `${inWords(bytes)}B`.replace(/(\d)B$/, '$1 B');
}

export function millisecondsInWords(ms: number): string {
  if (ms < 1000) return `${Number(ms.toPrecision(3))} ms`;
  if (ms < 120_000) return `${Number((ms / 1000).toPrecision(3))} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Number((ms / 3_600_000).toPrecision(3))} h`;
}
