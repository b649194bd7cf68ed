// Answers about the whole text: how surprising each token was, what follows if two tokens change places, what counting
// n-grams alone would guess, how long texts of other lengths take. Knows one run.

import type { NextTokens, NgramGuesses, SamplingOptions, Surprisals } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { repeatedRandomTokens } from '../explain/headScores.ts';
import { distribution, nextTokens } from '../explain/nextTokens.ts';
import { ngramGuesses } from '../explain/ngrams.ts';
import { allSurprisals } from '../explain/surprisals.ts';
import { cutText } from './cutText.ts';
import { usableIds } from './models.ts';
import { readBeside } from './otherTexts.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { ExplainedText, Run } from './run.ts';
import { shownPiece } from './shownPiece.ts';

/** How often timeLength() measures, and after how many milliseconds no more: of a long text once is exact enough. */
const RUNS = 3;
const ENOUGH_MS = 3000;

/** Surprisal and rank of every token. Runs the unembedding over all positions, and no block. [tokens] each */
export async function surprisals({ model, sequence }: ExplainedText, signal: AbortSignal): Promise<Surprisals> {
  return await allSurprisals(model.transformer, sequence, signal);
}

/** What follows if tokens a and b change places: from the first of them on the text is read again, beside the run. */
export async function swapped(
  { model, sequence }: ExplainedText,
  run: Run,
  [a, b]: readonly [TokenIndex, TokenIndex],
  k: number,
  sampling: SamplingOptions,
  signal: AbortSignal,
): Promise<NextTokens> {
  checkIndex('token', a, sequence.length);
  checkIndex('token', b, sequence.length);
  const ids = sequence.ids.with(a, sequence.ids[b]).with(b, sequence.ids[a]);
  const other = await readBeside({ model }, run, ids, signal);
  const last = (ids.length - 1) as TokenIndex;
  const logits = await model.transformer.logits(other);
  return nextTokens(distribution(logits, sampling, ids), model.tokenizer, last, k, undefined);
}

/** Milliseconds for a forward pass: the shortest of three or of fewer, since other work on the machine only makes one longer. */
export async function timeLength({ model }: ExplainedText, tokens: number, signal: AbortSignal): Promise<number> {
  if (tokens > model.info.context) throw invalid('timeLength', `${tokens} is not from 1 to ${model.info.context}`);
  const random = repeatedRandomTokens(Math.min(tokens, Math.floor(usableIds(model) / 2)), usableIds(model));
  const ids = Array.from({ length: tokens }, (_, i) => random[i % random.length]);
  let ms = Number.POSITIVE_INFINITY;
  const begun = performance.now();
  for (let i = 0; i < RUNS && performance.now() - begun < ENOUGH_MS; i++) {
    const start = performance.now();
    await model.transformer.forward(model.transformer.newSequence(), ids, { signal });
    ms = Math.min(ms, performance.now() - start);
  }
  return ms;
}

/** The k most frequent followers of the last token and of the last two, counted in a document as the model cuts it. */
export async function ngrams(
  { model, sequence }: ExplainedText,
  run: Run,
  document: string,
  { after, k }: { readonly after: TokenIndex; readonly k: number },
  signal: AbortSignal,
): Promise<NgramGuesses> {
  checkIndex('after', after, sequence.length);
  if (run.lastDocument?.document !== document) {
    const tokens = await cutText(model, document, {}, signal);
    run.lastDocument = { document, ids: tokens.map(({ id }) => id) };
  }
  const text = run.lastDocument.ids;
  const context = sequence.ids.slice(0, after + 1);
  const guesses = (order: number) =>
    ngramGuesses(text, context, order, k).map((guess) => ({ ...guess, ...shownPiece(model.tokenizer, guess.id) }));
  return { tokensCounted: text.length, bigram: guesses(2), trigram: guesses(3) };
}
