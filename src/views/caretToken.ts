// What is known of the token at the caret: from the reading of the whole document where there is one, else from the
// explanation of its paragraph. Draws nothing.
import type * as vscode from 'vscode';
import type { CaretToken } from '../contract/coloring.ts';
import type { EngineApi, RunSummary } from '../contract/engineApi.ts';
import type { SamplingOptions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import type { DocumentColors } from '../editor/documentColors.ts';
import { unlessInterrupted } from './unlessInterrupted.ts';

/** Tokens that were expected in its place. */
const EXPECTED = 5;
/** The model's own probabilities. */
const PLAIN: SamplingOptions = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };

/** undefined where the document's tokens are not known there, or not any longer. Fails like expected(). */
export async function tokenOfDocument(
  colors: DocumentColors | undefined,
  document: vscode.TextDocument,
  caret: vscode.Position,
): Promise<CaretToken | undefined> {
  const offset = document.offsetAt(caret);
  const token = colors?.tokenAt(offset) ?? colors?.tokenAt(offset - 1); // at the end of a text the last one
  if (!colors || !token || token.isFaded) return undefined;
  if (Number.isNaN(token.bits)) {
    const text = document.getText().slice(token.start, token.end);
    return { id: token.id, text, bytes: [...Buffer.from(text)], probability: 0, predicted: undefined, of: 'document' };
  }
  const prediction = await colors.expected(token, EXPECTED);
  if (!prediction) return undefined;
  const { actual, bits, context, candidates } = prediction;
  const { rank, ...shown } = actual;
  return { ...shown, predicted: { bits, rank, vocabSize: colors.vocabSize, context, candidates }, of: 'document' };
}

/** From the run that has the token. Fails like nextTokens(). */
export async function tokenOfParagraph(
  engine: Pick<EngineApi, 'nextTokens'>,
  { run, tokens, model }: RunSummary,
  token: TokenIndex,
): Promise<CaretToken> {
  const { id, text, bytes } = tokens[token];
  const first = { id, text, bytes, probability: 0, predicted: undefined, of: 'paragraph' } as const;
  if (token === 0) return first;
  const { actual, candidates } = await unlessInterrupted(() =>
    engine.nextTokens(run, (token - 1) as TokenIndex, EXPECTED, PLAIN),
  );
  if (!actual) return first;
  const { rank, probability } = actual;
  const predicted = { bits: -Math.log2(probability), rank, vocabSize: model.vocabSize, context: token, candidates };
  return { ...first, probability, predicted };
}
