// Answers about how tokens were made. Knows one run.

import type { MergeReplay } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { firstParts, replayMerges } from '../explain/replayMerges.ts';
import { checkSpan } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/** The merges that made these tokens, replayed on their bytes; `merges` is undefined for a tokenizer without merges. */
export async function merges({ tokens, model }: ExplainedText, span: Span<TokenIndex>): Promise<MergeReplay> {
  checkSpan('merges', span, tokens.length);
  const replayed = tokens.slice(span.start, span.end);
  const bytes = replayed.map((token) => token.bytes);
  const { mergeRanks } = model.tokenizer;
  const parts = bytes.map((token) => firstParts(token, mergeRanks?.unit ?? 'byte'));
  return { tokens: replayed, parts, merges: mergeRanks && replayMerges(bytes, mergeRanks) };
}
