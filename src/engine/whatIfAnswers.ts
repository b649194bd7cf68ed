// Answers what the model would say if something were changed: the run's text is read again beside the run, which stays as
// it is, from the first place on that the changes reach. Knows one run.

import type { SamplingOptions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import type {
  Change,
  FollowingToken,
  WhatIf,
  WhatIfQuestion,
  WhatIfSurprisals,
  WhatIfTexts,
} from '../contract/whatIf.ts';
import { distribution, nextTokens } from '../explain/nextTokens.ts';
import { draw, uniformAt } from '../explain/sampling.ts';
import { divergenceBits } from '../explain/softmax.ts';
import { allSurprisals } from '../explain/surprisals.ts';
import type { ModelShape } from '../transformer/architecture.ts';
import { firstChange, type Intervention } from '../transformer/intervention.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { changedIds, interventionsOf } from './changes.ts';
import { actualAt, checkReadsOn, maskId } from './maskedWord.ts';
import { distributionAfter } from './nextTokenAnswers.ts';
import { checkIndex } from './questionChecks.ts';
import { type ChangedText, type ExplainedText, type Run, stateOf } from './run.ts';
import { shownPiece } from './shownPiece.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** What comes behind a token, or in its place where it is masked, before and after. Fails with question-invalid for places that are not in the run. */
export async function whatIf(
  text: ExplainedText,
  run: Run,
  { changes, after, k, sampling }: WhatIfQuestion,
  signal: AbortSignal,
): Promise<WhatIf> {
  checkIndex('after', after, text.sequence.length);
  const start = performance.now();
  const changed = await changedText(text, run, changes, signal, after);
  const { transformer, tokenizer, info } = text.model;
  const before = await distributionAfter(text, run, after, sampling, signal);
  const read = info.predicts === 'next' ? changed.sequence.ids.slice(0, after + 1) : [];
  const behind = distribution(await transformer.logits(changed.sequence, after), sampling, read);
  const actual = actualAt(text, after);
  return {
    before: nextTokens(before, tokenizer, after, k, actual),
    after: nextTokens(behind, tokenizer, after, k, actual),
    divergence: divergenceBits(before.probabilities, behind.probabilities),
    computed: changed.computed,
    ms: performance.now() - start,
  };
}

/** How surprising every token is, before and after. */
export async function whatIfSurprisals(
  text: ExplainedText,
  run: Run,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<WhatIfSurprisals> {
  checkReadsOn(text);
  const { sequence } = await changedText(text, run, changes, signal);
  const { transformer } = text.model;
  return {
    before: await run.unchangedSurprisals.of(
      JSON.stringify(stateOf(text)),
      async () => (await allSurprisals(transformer, text.sequence, signal)).bits,
    ),
    after: (await allSurprisals(transformer, sequence, signal)).bits,
  };
}

/**
 * How the text goes on for so many tokens, before and after: the changes hold for them as well. Fails with context-full
 * where there is no room for them.
 */
export async function whatIfTexts(
  text: ExplainedText,
  run: Run,
  question: { readonly changes: readonly Change[]; readonly tokens: number; readonly sampling: SamplingOptions },
  signal: AbortSignal,
): Promise<WhatIfTexts> {
  checkReadsOn(text);
  const { context } = text.model.info;
  if (text.sequence.length + question.tokens > context) throw { code: 'context-full', context } as const;
  const { sequence } = await changedText(text, run, question.changes, signal);
  return {
    before: await run.unchangedTexts.of(
      JSON.stringify([stateOf(text), question.tokens, question.sampling]),
      async () => await following(text, text.sequence, question, signal),
    ),
    after: await following(text, sequence, question, signal),
  };
}

/** Goes on behind a copy of the sequence, with the random numbers that generating from the run would use. */
async function following(
  { model, promptLength }: ExplainedText,
  from: Sequence,
  { tokens, sampling }: { readonly tokens: number; readonly sampling: SamplingOptions },
  signal: AbortSignal,
): Promise<readonly FollowingToken[]> {
  const { transformer, tokenizer, endIds } = model;
  const sequence = await transformer.fork(from, from.length);
  const drawn: FollowingToken[] = [];
  while (drawn.length < tokens) {
    throwIfCancelled(signal);
    const predicted = distribution(await transformer.logits(sequence), sampling, sequence.ids);
    const id = draw(predicted.drawn, predicted.drawOrder, uniformAt(sampling.seed, sequence.length - promptLength));
    drawn.push({ id, ...shownPiece(tokenizer, id), probability: predicted.probabilities[id] });
    if (endIds.has(id)) break;
    await transformer.forward(sequence, [id], { signal });
  }
  return drawn;
}

/**
 * The text with the changes, and with a mask at the place that is asked about, where words are asked for behind a mask. What
 * was read last is kept, since several questions are asked about the same changes.
 */
export async function changedText(
  text: ExplainedText,
  run: Run,
  changes: readonly Change[],
  signal: AbortSignal,
  asked?: TokenIndex,
): Promise<ChangedText> {
  const { sequence } = text;
  const masked = asked !== undefined && text.model.info.predicts === 'masked' ? asked : undefined;
  const key = JSON.stringify([stateOf(text), changes, masked], (_, value) =>
    value instanceof Float32Array ? Array.from(value) : value,
  );
  if (run.changedText?.key === key) return run.changedText;
  const into = run.changedText?.sequence;
  run.changedText = undefined; // its memory is used again
  const unmasked = changedIds(text, changes);
  const ids = masked === undefined ? unmasked : unmasked.with(masked, maskId(text.model));
  const interventions = await interventionsOf(text, run, changes, signal);
  const { transformer } = text.model;
  const first = ids.findIndex((id, i) => id !== sequence.ids[i]);
  const read = first < 0 ? sequence : await readFrom(transformer, sequence, ids, first, signal);
  const changed = await transformer.rerun(read, interventions, { into, signal });
  const computed =
    (first < 0 ? 0 : transformer.shape.bidirectional ? 1 : 1 - first / ids.length) +
    shareRun(read, interventions, transformer.shape);
  run.changedText = { key, sequence: changed, computed };
  return run.changedText;
}

/**
 * Other ids from one place on, each read as the run's token there was: where rotary positions depend on the text's length,
 * as in generating, they change nothing themselves. What stands before the place is read anew only where it sees the ids.
 */
async function readFrom(
  transformer: Transformer,
  sequence: Sequence,
  ids: readonly number[],
  first: number,
  signal: AbortSignal,
): Promise<Sequence> {
  const kept = transformer.shape.bidirectional ? 0 : first;
  const read = kept > 0 ? await transformer.fork(sequence, kept) : transformer.newSequence(sequence.interventions);
  await transformer.forward(read, ids.slice(kept), { signal, textLengths: sequence.textLengths.slice(kept) });
  return read;
}

/** Of the blocks of all tokens: those from the first changed layer on, for the tokens from the first changed one on. */
function shareRun({ length }: Sequence, interventions: readonly Intervention[], shape: ModelShape): number {
  const { layer, position } = firstChange(interventions, shape);
  return Math.max(0, 1 - layer / shape.layers) * Math.max(0, 1 - position / length);
}
