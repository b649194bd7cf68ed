// What a model says at a place of the text. One that goes on with texts is asked behind the place, of what it has read. One that
// fills in masked words is asked at the place itself, of the same text with the token there hidden behind the mask: it
// would else see what it is asked for. Knows one run.

import type { TokenIndex } from '../contract/tokens.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { LoadedModel } from './models.ts';
import { type ExplainedText, type Run, stateOf } from './run.ts';

/** As BERT's and RoBERTa's tokenizers write it. */
const MASKS = ['[MASK]', '<mask>'];

/** Fails with reads-both-ways where the model does not go on with a text. */
export function checkReadsOn({ model }: Pick<ExplainedText, 'model'>): void {
  if (model.info.bidirectional) throw { code: 'reads-both-ways' } as const;
}

/** The id of the token that stands for a hidden one. Fails with mask-missing. */
export function maskId({ tokenizer }: Pick<LoadedModel, 'tokenizer'>): number {
  for (const mask of MASKS) {
    const [token, ...others] = tokenizer.encode(mask);
    if (token && others.length === 0 && token.special) return token.id;
  }
  throw { code: 'mask-missing' } as const;
}

/**
 * The text in which a prediction at the place is read: as it is, or with the place masked. The one that was asked for last is
 * kept. Fails with predicts-no-word, mask-missing, cancelled.
 */
export async function askedAt(text: ExplainedText, run: Run, at: TokenIndex, signal: AbortSignal): Promise<Sequence> {
  const { predicts } = text.model.info;
  const key = JSON.stringify([stateOf(text), at]);
  if (predicts === 'masked' && run.maskedText?.key === key) return run.maskedText.sequence;
  const sequence = await readForAnswer(text, at, signal);
  if (predicts === 'masked') run.maskedText = { key, sequence };
  return sequence;
}

/**
 * A reading in which a prediction at the place is read, of whatever text: as it is, or read again with the place masked. Nothing
 * is kept. Fails with predicts-no-word, mask-missing, cancelled.
 */
export async function readForAnswer(
  { model, sequence }: Pick<ExplainedText, 'model' | 'sequence'>,
  at: number,
  signal: AbortSignal,
): Promise<Sequence> {
  const { predicts } = model.info;
  if (predicts === 'next') return sequence;
  if (predicts === 'nothing') throw { code: 'predicts-no-word' } as const;
  const masked = model.transformer.newSequence(sequence.interventions);
  await model.transformer.forward(masked, sequence.ids.with(at, maskId(model)), { signal });
  return masked;
}

/** The token of the text that a prediction at the place is about. */
export function actualAt({ model, sequence }: ExplainedText, at: TokenIndex): number | undefined {
  return model.info.predicts === 'masked' ? sequence.ids[at] : sequence.ids[at + 1];
}
