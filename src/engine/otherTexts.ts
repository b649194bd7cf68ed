// Reads another text with the model of a run, as far as nothing begins like it that the model has read. Knows one run.

import type { Token } from '../contract/tokens.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { cutText } from './cutText.ts';
import { maskId } from './maskedWord.ts';
import type { LoadedModel } from './models.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import { readText } from './readText.ts';
import type { ExplainedText, Run } from './run.ts';

/** The whole text as the model cuts it, with what its tokenizer puts around it. */
export async function tokensOf(model: LoadedModel, text: string, signal: AbortSignal): Promise<readonly Token[]> {
  return await cutText(model, text, { special: true, closed: model.info.bidirectional }, signal);
}

/**
 * The text as the model reads it, without any change but the mask at a place, where one is named. Fails with question-invalid for
 * no tokens or too many, and for a place that is not there, and with mask-missing.
 */
export async function readOtherText(
  text: ExplainedText,
  run: Run,
  other: string,
  signal: AbortSignal,
  masked?: number,
): Promise<Sequence> {
  const tokens = await tokensOf(text.model, other, signal);
  const read = masked === undefined ? tokens : maskedAt(text.model, tokens, masked);
  return await readTokens(text, run, read, signal);
}

/** The same of a text that is cut already. Whoever gets the sequence only reads it: it may be kept for the next question. */
export async function readTokens(
  { model }: ExplainedText,
  run: Run,
  tokens: readonly Pick<Token, 'id'>[],
  signal: AbortSignal,
): Promise<Sequence> {
  checkReadable(model, tokens.length);
  const ids = tokens.map(({ id }) => id);
  return await readBeside({ model }, run, ids, signal);
}

/** The same of ids that the model has, of which there are some, and no more than it can read. */
export async function readBeside(
  { model }: Pick<ExplainedText, 'model'>,
  run: Run,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Sequence> {
  const texts = run.textsToCopy();
  const kept = run.model ? run.besideTexts.of(run.model) : [];
  const same = kept.find(
    ({ sequence }) => sequence.length === ids.length && sequence.ids.every((id, i) => id === ids[i]),
  );
  if (same) return same.sequence;
  const read = await readText(model, ids, texts, { signal });
  texts.keep(read);
  return read.sequence;
}

/** Fails with question-invalid. */
export function checkReadable({ info }: LoadedModel, tokens: number): void {
  if (tokens === 0) throw invalid('the other text', 'it has no tokens');
  checkIndex('the last token of the other text', tokens - 1, info.context);
}

/** With the mask in the place of one of them. Fails with question-invalid, mask-missing. */
export function maskedAt(model: LoadedModel, tokens: readonly Token[], at: number): readonly Pick<Token, 'id'>[] {
  checkIndex('masked', at, tokens.length);
  return tokens.with(at, { ...tokens[at], id: maskId(model) });
}
