// A text continued by a model, token by token with the cache, each chosen from the logits. Knows no measure.
import { type EvaluatedModel, idsOf } from './evaluatedModel.ts';

export interface ContinuationOptions {
  readonly tokens: number;
  /** From logits [vocabulary] to an id; `step` counts from 0. */
  readonly choose: (logits: Float32Array, step: number) => number;
}

/** Without the prompt; ends before the end-of-text token, after so many tokens, or with the context. */
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
