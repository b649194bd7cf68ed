// Cuts a text into tokens so that whoever asked can cancel meanwhile. Knows no run.
import type { Token } from '../contract/tokens.ts';
import { type CutWords, type StepOptions, wordsInSteps } from '../tokenizer/wordsInSteps.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import type { LoadedModel } from './models.ts';

type Tokenizing = Pick<LoadedModel, 'tokenizer'>;

/** See wordsInSteps(). Fails with tokenizer-invalid, cancelled. */
export async function cutWords(
  { tokenizer }: Tokenizing,
  text: string,
  options: StepOptions,
  signal: AbortSignal,
): Promise<CutWords> {
  const steps = wordsInSteps(tokenizer, text, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await yieldToEventLoop(signal);
  }
}

/** The same as one list. */
export async function cutText(
  model: Tokenizing,
  text: string,
  options: Omit<StepOptions, 'enough'>,
  signal: AbortSignal,
): Promise<readonly Token[]> {
  return (await cutWords(model, text, options, signal)).words.flat();
}
