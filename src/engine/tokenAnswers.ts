// Answers about how tokens were made. Knows one run.
import { replayMerges } from '../explain/mergeReplay.ts';
import type { Span, TokenIndex } from './protocol.ts';
import { checkSpan } from './questionChecks.ts';
import type { MergeReplay } from './readings.ts';
import type { ExplainedText } from './run.ts';

export async function merges({ tokens, model }: ExplainedText, of: Span<TokenIndex>): Promise<MergeReplay> {
  checkSpan('merges', of, tokens.length);
  const shown = tokens.slice(of.start, of.end);
  const { mergeRank } = model.tokenizer;
  const bytes = shown.map((token) => token.bytes);
  return { tokens: shown, merges: mergeRank && replayMerges(bytes, mergeRank) };
}
