// Reads another text with the model of a run. Knows no run.

import type { Token } from '../contract/tokens.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { maskId } from './maskedWord.ts';
import type { LoadedModel } from './models.ts';
import { checkIndex, invalid } from './questionChecks.ts';

/** The whole text as the model cuts it, with what its tokenizer puts around it. */
export function tokensOf({ tokenizer, info }: LoadedModel, text: string): readonly Token[] {
  return tokenizer.words(text, { special: true, closed: info.bidirectional }).flat();
}

/**
 * The text as the model reads it, without any change but the mask at a place, where one is named. Fails with question-invalid for
 * no tokens or too many, and for a place that is not there, and with mask-missing.
 */
export async function readOtherText(
  model: LoadedModel,
  text: string,
  signal: AbortSignal,
  masked?: number,
): Promise<Sequence> {
  const tokens = tokensOf(model, text);
  return await readTokens(model, masked === undefined ? tokens : maskedAt(model, tokens, masked), signal);
}

/** The same of a text that is cut already. */
export async function readTokens(
  model: LoadedModel,
  tokens: readonly Pick<Token, 'id'>[],
  signal: AbortSignal,
): Promise<Sequence> {
  checkReadable(model, tokens.length);
  const ids = tokens.map(({ id }) => id);
  const sequence = model.transformer.newSequence();
  await model.transformer.forward(sequence, ids, { signal });
  return sequence;
}

/** Fails with question-invalid. */
export function checkReadable({ info }: LoadedModel, tokens: number): void {
  if (tokens === 0) throw invalid('the other text', 'it has no tokens');
  checkIndex('the last token of the other text', tokens - 1, info.context);
}

/** With the mask in the place of one of them. Fails with question-invalid, mask-missing. */
export function maskedAt(model: LoadedModel, tokens: readonly Token[], at: number): readonly Pick<Token, 'id'>[] {
  checkIndex('masked', at, tokens.length);
  return tokens.with(at, { ...tokens[at], id: maskId(model) });
}
