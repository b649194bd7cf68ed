// Answers about how tokens were made. Knows one run.

import type { MergeReplay } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { firstParts, replayMerges } from '../explain/replayMerges.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/** The merges that made this token, replayed on its bytes; `merges` is undefined for a tokenizer without merges. */
export async function merges({ tokens, words, model }: ExplainedText, token: TokenIndex): Promise<MergeReplay> {
  checkIndex('token', token, tokens.length);
  const { bytes, special } = tokens[token];
  const { mergeRanks } = model.tokenizer;
  const parts = firstParts(bytes, mergeRanks?.unit ?? 'byte');
  const word = words.find(({ end }) => token < end) ?? ({ start: token, end: token + 1 } as Span<TokenIndex>);
  return { token, parts, merges: mergeRanks && (special ? [] : replayMerges(parts, mergeRanks)), word };
}
