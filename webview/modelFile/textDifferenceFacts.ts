// What two readings of one text come to: sums over their tokens. Pure.
import type { TokenDifference } from '../../src/contract/modelFileApi.ts';

export interface TextDifferenceFacts {
  /** In bits; undefined where distributions cannot be compared. */
  readonly meanDivergence: number | undefined;
  readonly largestDivergence: number | undefined;
  /** Tokens behind which the two expect another token most. */
  readonly changedTop: number;
  /** Of so many that both predict something behind. */
  readonly predicted: number;
  /** 2 to the mean surprise in bits: of how many tokens equally probable it would be as surprising. */
  readonly measuredPerplexity: number | undefined;
  readonly referencePerplexity: number | undefined;
}

export function textDifferenceFacts(tokens: readonly TokenDifference[]): TextDifferenceFacts {
  const divergences = tokens.flatMap(({ divergence }) => divergence ?? []);
  const both = tokens.filter(({ measured, reference }) => measured && reference);
  const surprised = tokens.filter(
    ({ measuredBits, referenceBits }) => measuredBits !== undefined && referenceBits !== undefined,
  );
  const perplexity = (bits: (token: TokenDifference) => number | undefined) => {
    const mean = meanOf(surprised.map((token) => bits(token) ?? 0));
    return mean === undefined ? undefined : 2 ** mean;
  };
  return {
    meanDivergence: meanOf(divergences),
    largestDivergence: divergences.length > 0 ? divergences.reduce((a, b) => Math.max(a, b)) : undefined,
    changedTop: both.filter(isChanged).length,
    predicted: both.length,
    measuredPerplexity: perplexity(({ measuredBits }) => measuredBits),
    referencePerplexity: perplexity(({ referenceBits }) => referenceBits),
  };
}

/** Whether the two expect different tokens, by their bytes: ids of two vocabularies are not the same. */
export function isChanged({ measured, reference }: TokenDifference): boolean {
  if (!measured || !reference) return false;
  return measured.bytes.join() !== reference.bytes.join();
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
