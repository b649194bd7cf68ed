// A checkpoint folder as the evaluation uses it: ids in, logits out, with the product's own Transformer. Knows no
// measure.

import { localCpu } from '../../src/runtime/localRuntime.ts';
import { loadTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer.ts';
import { Transformer } from '../../src/transformer/transformer.ts';

const END = '<|endoftext|>';
/** So many rows of logits are in memory at a time. */
const ROWS = 128;

export interface EvaluatedModel {
  readonly folder: string;
  readonly transformer: Transformer;
  readonly tokenizer: Tokenizer;
  /** The id of `<|endoftext|>`, which comes before each document. */
  readonly end: number;
}

/** Fails like Transformer.load and loadTokenizer; throws where the tokenizer has no `<|endoftext|>`. */
export async function openEvaluatedModel(folder: string): Promise<EvaluatedModel> {
  const tokenizer = await loadTokenizer(folder);
  const [end, ...more] = tokenizer.encode(END);
  if (end === undefined || more.length > 0) throw new Error(`${folder}: ${END} is not one token`);
  return { folder, tokenizer, end: end.id, transformer: await Transformer.load(folder, { runtime: localCpu }) };
}

export function idsOf({ tokenizer }: EvaluatedModel, text: string): number[] {
  return tokenizer.encode(text).map(({ id }) => id);
}

/**
 * Runs the model over at most a context of ids and passes the logits after each to `take`: (logits [vocabulary],
 * place).
 */
export async function readLogits(
  { transformer }: EvaluatedModel,
  ids: readonly number[],
  take: (logits: Float32Array, place: number) => void,
): Promise<void> {
  const { vocabSize } = transformer.shape;
  const sequence = transformer.newSequence();
  await transformer.forward(sequence, ids);
  for (let start = 0; start < ids.length; start += ROWS) {
    const stop = Math.min(ids.length, start + ROWS);
    const logits = await transformer.logits(sequence, start, stop); // [rows, vocabulary]
    for (let place = start; place < stop; place++)
      take(logits.subarray((place - start) * vocabSize, (place - start + 1) * vocabSize), place);
  }
}
