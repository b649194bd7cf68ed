// Answers about a document that is read in windows. It is read a while at a time and asked again for more, so that colours
// come as they are known, another part of the text may come into sight, and who explains a text never waits for long.
// Knows the run of one document, and whether others are asked.

import type {
  DocumentRequest,
  DocumentSummary,
  DocumentSurprisals,
  TokenPrediction,
} from '../contract/documentReading.ts';
import type { Failure } from '../contract/failure.ts';
import type { Span, TokenIndex, Utf16Offset } from '../contract/tokens.ts';
import { cutText } from './cutText.ts';
import { DocumentReading } from './documentReading.ts';
import { orCancelled } from './explainText.ts';
import { checkReadsOn } from './maskedWord.ts';
import type { LoadedModel } from './models.ts';
import { checkIndex } from './questionChecks.ts';
import type { Run } from './run.ts';

/** Fails with reads-both-ways, predicts-no-word, token-beyond-table, context-too-short, cancelled, and what loading a model fails with. */
export async function readDocument(
  run: Run,
  request: DocumentRequest,
  loading: Promise<LoadedModel>,
  signal: AbortSignal,
): Promise<DocumentSummary> {
  run.model = loading;
  const model = await orCancelled(loading, signal);
  checkReadsOn({ model });
  if (model.info.predicts === 'nothing') throw { code: 'predicts-no-word' } satisfies Failure;
  const tokens = await cutText(model, request.text, { special: true }, signal);
  const reading = new DocumentReading(model, tokens, run.earlierDocument);
  run.document = reading;
  run.earlierDocument = undefined;
  return { vocabSize: model.info.vocabSize, tokens: reading.length, windows: reading.windows };
}

/** `othersRest` waits for who explains a text, so many milliseconds at most; with whether nobody does any longer. */
export async function documentSurprisals(
  reading: DocumentReading,
  sight: Span<Utf16Offset>,
  { ms, othersRest }: { readonly ms: number; readonly othersRest: (ms: number) => Promise<boolean> },
  signal: AbortSignal,
): Promise<DocumentSurprisals> {
  const until = performance.now() + ms;
  let next = ms > 0 ? reading.next(sight.start) : undefined;
  while (next !== undefined && (await othersRest(Math.max(0, until - performance.now())))) {
    await reading.advance(next, signal);
    next = performance.now() < until ? reading.next(sight.start) : undefined;
  }
  return { parts: reading.take(), left: reading.left(), leftInSight: reading.left(sight) };
}

/** Fails with question-invalid for a token that is not there. */
export async function expected(
  reading: DocumentReading,
  token: TokenIndex,
  k: number,
  signal: AbortSignal,
): Promise<TokenPrediction | undefined> {
  checkIndex('token', token, reading.length);
  return await reading.prediction(token, k, signal);
}
