// Continues a text with a model, token by token with the cache, where a function chooses each from the logits. Knows no
// measure.
import { type EvaluatedModel, idsOf } from './evaluatedModel.ts';

export interface ContinuationOptions {
  readonly tokens: number;
  /** Chooses an id from logits [vocabulary]; `step` counts from 0. */
  readonly choose: (logits: Float32Array, step: number) => number;
}

/**
 * The continuation without the prompt; it ends before the end-of-text token, after `tokens` tokens, or with the
 * context.
 */
export async function continuation(
  model: EvaluatedModel,
  prompt: string,
  { tokens, choose }: ContinuationOptions,
): Promise<string> {
  const { transformer, tokenizer, end } = model;
  const { context } = transformer.shape;
  const sequence = transformer.newSequence();
  const chosen: number[] = [];
  let next = [end, ...idsOf(model, prompt)];
  while (chosen.length < tokens && sequence.length + next.length < context) {
    await transformer.forward(sequence, next);
    const id = choose(await transformer.logits(sequence), chosen.length);
    if (id === end) break;
    chosen.push(id);
    next = [id];
  }
  return tokenizer.decode(chosen);
}
