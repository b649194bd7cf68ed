// The distribution after a position as people read it: the most probable tokens, how sure the model is, and what really
// follows. It is about the next token only: a probability of 90 % means that such texts go on like this, not that what
// they say is true. The file knows a vocabulary, no model.
import type { Candidate, NextTokens, SamplingOptions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { descendingIds } from './descendingIds.ts';
import { drawProbabilities, penalised } from './sampling.ts';
import { entropyBits, softmax } from './softmax.ts';

export interface TokenPieces {
  piece(id: number): { readonly bytes: readonly number[]; readonly text: string | undefined };
}

/** All that is known of one position's logits, [vocabulary] each; sorted once, read several times. */
export interface Distribution {
  readonly logits: Float32Array;
  readonly probabilities: Float64Array;
  readonly drawn: Float64Array;
  /** ids, most probable first */
  readonly order: Uint32Array;
  /** ids, most probable to be drawn first: another order where repetition is penalised */
  readonly drawOrder: Uint32Array;
}

/** `read` are the ids before, which a penalty for repetition looks at. */
export function distribution(logits: Float32Array, sampling: SamplingOptions, read: readonly number[]): Distribution {
  const known = { logits, probabilities: softmax(logits), order: descendingIds(logits) };
  return { ...known, ...drawnFrom(known, sampling, read) };
}

/** The same with other sampling options: all that they change. */
export function withSampling(known: Distribution, sampling: SamplingOptions, read: readonly number[]): Distribution {
  return { ...known, ...drawnFrom(known, sampling, read) };
}

function drawnFrom(
  { logits, order }: Pick<Distribution, 'logits' | 'order'>,
  sampling: SamplingOptions,
  read: readonly number[],
): Pick<Distribution, 'drawn' | 'drawOrder'> {
  const lowered = penalised(logits, read, sampling.repetitionPenalty);
  const drawOrder = lowered === logits ? order : descendingIds(lowered);
  return { drawn: drawProbabilities(lowered, drawOrder, sampling), drawOrder };
}

/** The k most probable; `actualId` = the token that really follows, if one does. */
export function nextTokens(
  of: Distribution,
  vocabulary: TokenPieces,
  after: TokenIndex,
  k: number,
  actualId: number | undefined,
): NextTokens {
  const candidate = (id: number): Candidate => ({
    id,
    ...shownPiece(vocabulary, id),
    logit: of.logits[id],
    probability: of.probabilities[id],
    drawProbability: of.drawn[id],
  });
  return {
    after,
    candidates: Array.from(of.order.subarray(0, k), candidate),
    entropyBits: entropyBits(of.probabilities),
    actual: actualId === undefined ? undefined : { ...candidate(actualId), rank: of.order.indexOf(actualId) },
  };
}

function shownPiece(vocabulary: TokenPieces, id: number): Pick<Candidate, 'text' | 'bytes'> {
  const { text, bytes } = vocabulary.piece(id);
  return { text, bytes };
}
