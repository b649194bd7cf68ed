// Answers why a token is predicted. Knows one run; what a vote is, explain/votes.ts says.
import type { Matrix } from '../contract/readings.ts';
import type { TokenVotes, VoteQuestion } from '../contract/votes.ts';
import { softmax } from '../explain/softmax.ts';
import { votes as votesOfParts } from '../explain/votes.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { shownPiece } from './shownPiece.ts';

/** The votes of all parts for a token, or for it and against another one. Every block is run again for one position. */
export async function votes(
  { model, sequence }: ExplainedText,
  { position, target, other }: VoteQuestion,
  signal: AbortSignal,
): Promise<TokenVotes> {
  checkIndex('position', position, sequence.length);
  const logits = await model.transformer.logits(sequence, position); // [vocabulary], capped
  const probabilities = softmax(logits);
  checkIndex('target', target, probabilities.length);
  if (other !== undefined) checkIndex('other', other, probabilities.length);
  const question = other === undefined ? { position, target } : { position, target, other };
  const { layers, ...rest } = await votesOfParts(model.transformer, sequence, question, signal);
  const { logitCap: cap, beside } = model.transformer.shape;
  const voted = (id: number) => ({ id, ...shownPiece(model.tokenizer, id), probability: probabilities[id] });
  return {
    ...rest,
    position,
    target: voted(target),
    other: other === undefined ? undefined : voted(other),
    capped: cap === undefined ? undefined : { cap, logit: logits[target] - (other === undefined ? 0 : logits[other]) },
    headless: layers.flatMap(({ heads }, layer) => (heads.length === 0 ? [layer] : [])),
    heads: matrix(layers.map(({ heads }) => heads)),
    headsByKey: matrix(layers.flatMap(({ headsByKey }) => padded(headsByKey, model.info.heads, position + 1))),
    attentionBiases: Float32Array.from(layers, ({ attentionBias }) => attentionBias),
    beside: beside && { kind: beside, votes: Float32Array.from(layers, (layer) => layer.beside) },
    mlps: Float32Array.from(layers, ({ mlp }) => mlp),
  };
}

/** As many as the model has in most layers; heads that a layer lacks have voted for nothing. */
function padded(headsByKey: readonly Float64Array[], heads: number, keys: number): readonly Float64Array[] {
  const lacking = Array.from({ length: heads - headsByKey.length }, () => new Float64Array(keys));
  return [...headsByKey, ...lacking];
}

/** Rows of at most the length of the longest, in single precision; what a row lacks is 0. */
function matrix(rows: readonly Float64Array[]): Matrix {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const values = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) values.set(row, i * columns);
  return { rows: rows.length, columns, values };
}
