// Reads another text with the model of a run. Knows no run.

import type { Token } from '../contract/tokens.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { LoadedModel } from './models.ts';
import { checkIndex, invalid } from './questionChecks.ts';

/** The whole text as the model cuts it, with what its tokenizer puts around it. */
export function tokensOf({ tokenizer, info }: LoadedModel, text: string): readonly Token[] {
  return tokenizer.words(text, { special: true, closed: info.bidirectional }).flat();
}

/** The text as the model reads it, without any change. Fails with question-invalid for no tokens or too many. */
export async function readOtherText(model: LoadedModel, text: string, signal: AbortSignal): Promise<Sequence> {
  return await readTokens(model, tokensOf(model, text), signal);
}

/** The same of a text that is cut already. */
export async function readTokens(model: LoadedModel, tokens: readonly Token[], signal: AbortSignal): Promise<Sequence> {
  const ids = tokens.map(({ id }) => id);
  if (ids.length === 0) throw invalid('the other text', 'it has no tokens');
  checkIndex('the last token of the other text', ids.length - 1, model.info.context);
  const sequence = model.transformer.newSequence();
  await model.transformer.forward(sequence, ids, { signal });
  return sequence;
}
