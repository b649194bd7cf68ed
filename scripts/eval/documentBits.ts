// The bits that a model needs for a document: a Transformer in windows of its full context, an n-gram model token by
// token.
import { surprisal } from '../../src/explain/surprisal.ts';
import { windowsOf } from './bitsPerByte.ts';
import { type EvaluatedModel, readLogits } from './evaluatedModel.ts';
import type { NgramModel } from './kneserNey.ts';

export async function transformerBits(model: EvaluatedModel, ids: readonly number[]): Promise<number> {
  let bits = 0;
  for (const { input, targets } of windowsOf(ids, model.end, model.transformer.shape.context)) {
    await readLogits(model, input, (logits, place) => {
      bits += surprisal(logits, targets[place]).bits;
    });
  }
  return bits;
}

/** The n-gram model also sees tokens before the Transformer's window, which is to its advantage. */
export function ngramBits(model: NgramModel, ids: readonly number[], end: number, depth: number): number {
  const stream = [end, ...ids];
  let bits = 0;
  for (let place = 1; place < stream.length; place++)
    bits -= Math.log2(model.probability(stream.slice(Math.max(0, place - depth + 1), place), stream[place]));
  return bits;
}
