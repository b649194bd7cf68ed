// Reads another text with the model of a run. Knows no run.
import type { Sequence } from '../transformer/sequence.ts';
import type { LoadedModel } from './models.ts';
import { checkIndex, invalid } from './questionChecks.ts';

/** The text as the model reads it, without any change. Fails with question-invalid for no tokens or too many. */
export async function readOtherText(model: LoadedModel, text: string, signal: AbortSignal): Promise<Sequence> {
  const ids = model.tokenizer.words(text, { special: true }).flatMap((word) => word.map(({ id }) => id));
  if (ids.length === 0) throw invalid('the other text', 'it has no tokens');
  checkIndex('the last token of the other text', ids.length - 1, model.info.context);
  const sequence = model.transformer.newSequence();
  await model.transformer.forward(sequence, ids, { signal });
  return sequence;
}
