// Answers why a token is predicted. Knows one run; what a vote is, explain/votes.ts says.
import type { LayerKind } from '../contract/layerShapes.ts';
import type { Matrix } from '../contract/readings.ts';
import type { TokenVotes, VoteQuestion } from '../contract/votes.ts';
import { coveringSpans } from '../explain/coveringSpans.ts';
import type { HeadVotes } from '../explain/layerVotes.ts';
import { softmax } from '../explain/softmax.ts';
import { votes as votesOfParts } from '../explain/votes.ts';
import type { ModelShape } from '../transformer/architecture.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { shownPiece } from './shownPiece.ts';
import { textOf } from './textWithout.ts';

/** The votes of all parts for a token, or for it and against another one. Every block is run again for one position. */
export async function votes(
  text: ExplainedText,
  { position, target, other }: VoteQuestion,
  signal: AbortSignal,
): Promise<TokenVotes> {
  const { model, sequence, tokens } = text;
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
    mixing: layers.map(({ mixing }, layer) => ({
      kind: layerKind(model.transformer.shape, layer),
      heads: mixing.heads.length,
    })),
    ...matricesOf(layers.map(({ mixing }) => mixing)),
    spans: coveringSpans({ text: textOf(text), tokens }, position + 1),
    attentionBiases: Float32Array.from(layers, ({ mixing }) => mixing.rest),
    beside: beside && {
      kind: beside,
      ...matricesOf(layers.map((layer) => layer.beside)),
      votes: Float32Array.from(layers, (layer) => layer.beside.rest),
    },
    mlps: Float32Array.from(layers, ({ mlp }) => mlp),
  };
}

function layerKind(shape: ModelShape, layer: number): LayerKind {
  if (headsOf(shape, layer).heads > 0) return 'attention';
  return shape.states?.[layer] ? 'state' : 'convolution';
}

/** A row for each layer. As many heads as the layer with most has; those that a layer lacks have voted for nothing. */
function matricesOf(layers: readonly HeadVotes[]): Pick<TokenVotes, 'heads' | 'headsByKey'> {
  const most = Math.max(...layers.map(({ heads }) => heads.length));
  const none = new Float64Array(0);
  const byKey = layers.flatMap(({ headsByKey }) => Array.from({ length: most }, (_, head) => headsByKey[head] ?? none));
  return { heads: matrix(layers.map(({ heads }) => heads)), headsByKey: matrix(byKey) };
}

/** Rows of at most the length of the longest, in single precision; what a row lacks is 0. */
function matrix(rows: readonly Float64Array[]): Matrix {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const values = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) values.set(row, i * columns);
  return { rows: rows.length, columns, values };
}
