// How a model's weights are kept, and how far quantisation puts its answers off, which is measured. The original model
// reads the same text block by block, where each block is opened from the file and released again, so that the two
// models are never in memory together.

import type { KeptPrecision } from '../contract/engineOptions.ts';
import { quantisationError } from '../explain/quantisationError.ts';
import { localCpu } from '../runtime/localRuntime.ts';
import { openPerRun } from '../runtime/openPerRun.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { Transformer } from '../transformer/transformer.ts';

/** Prose, another script, code and numbers: some 60 tokens, which take little time. */
const TEXT =
  'The lighthouse keeper wrote down the weather every evening, and in forty years he missed only one day. ' +
  '語言模型一次讀一個詞元。 for (let i = 0; i < 12; i++) total += price[i]; // 3.14159';
/** A tokenizer that makes more tokens of it does not use them all. */
const MAX_TOKENS = 96;

/** Fails like Transformer.load. */
export async function measuredPrecision(model: Transformer, tokenizer: Tokenizer): Promise<KeptPrecision> {
  const { precision: kept, shape, checkpoint } = model;
  // Of a model without words there are no answers to compare.
  if (shape.headless) return { kept, error: undefined };
  if (kept === 'float32' || kept === 'half' || kept === 'stored') return { kept, error: undefined };
  const ids = tokenizer.encode(TEXT, { special: true, closed: shape.bidirectional === true }).map(({ id }) => id);
  const read = ids.filter((id) => id < shape.vocabSize).slice(0, Math.min(MAX_TOKENS, shape.context));
  // Half precision is widened when it is used, so that a block opens fast and no copy in float32 is made and thrown
  // away.
  const original = await Transformer.load(checkpoint.folder, { runtime: openPerRun(localCpu), precision: 'half' });
  const error = quantisationError(await logitsOf(original, read), await logitsOf(model, read), shape.vocabSize);
  return { kept, error };
}

/** [n, vocabulary] */
async function logitsOf(model: Transformer, ids: readonly number[]): Promise<Float32Array> {
  const sequence = model.newSequence();
  await model.forward(sequence, ids);
  return await model.logits(sequence, 0, ids.length);
}
