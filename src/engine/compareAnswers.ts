// Answers about the run beside another reading: how their tokens stand for one another, what each side predicts, and where
// inside the model they part. Long texts are gone through a few tokens at a time. Knows two readings and their alignment.

import type { ComparedNext, ComparedPredictions, ComparedShape, Comparison, Expected } from '../contract/compared.ts';
import type { Failure } from '../contract/failure.ts';
import type { Matrix } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import type { Piece } from '../explain/alignment.ts';
import { argmax } from '../explain/argmax.ts';
import { type QueryRows, rowDistance } from '../explain/attentionDistance.ts';
import { mostExpected } from '../explain/mostExpected.ts';
import { divergenceBits, entropyBits, jensenShannonBits, softmax } from '../explain/softmax.ts';
import { surprisal } from '../explain/surprisal.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { cosine } from '../transformer/vectors.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { haveSameVocabulary, type Sides } from './comparedSides.ts';
import { readForAnswer } from './maskedWord.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { Reading } from './run.ts';
import { shownPiece } from './shownPiece.ts';

/** Tokens of each side whose logits are computed at a time: with a vocabulary of 50,000, 32 of them take 6 MB. */
const LOGITS_AT_A_TIME = 32;
/** Tokens of each side whose attention is: 12 heads of 10,000 tokens take 60 MB. */
const ROWS_AT_A_TIME = 128;

export function comparison({ ours, theirs, by, pieces }: Sides): Comparison {
  return {
    tokens: theirs.tokens.slice(0, theirs.sequence.length),
    pieces: pieces.map((piece) => ({ ...piece, ours: tokenSpan(piece.ours), theirs: tokenSpan(piece.theirs) })),
    alignedBy: by,
    sameVocabulary: haveSameVocabulary(ours.model, theirs.model),
    sameModel: ours.model === theirs.model,
    predicts: predictedByBoth(ours, theirs),
    ours: shapeOf(ours),
    theirs: shapeOf(theirs),
  };
}

/** Fails with question-invalid for pieces that are not there. */
export async function comparedPredictions(
  { ours, theirs, pieces }: Sides,
  { start, end }: Span<number>,
  signal: AbortSignal,
): Promise<ComparedPredictions> {
  if (end <= start || end > pieces.length)
    throw invalid('pieces', `${start} to ${end} is not within the ${pieces.length} pieces`);
  const numbers = () => new Float32Array(end - start).fill(Number.NaN);
  const [ourBits, theirBits, divergences, losses] = [numbers(), numbers(), numbers(), numbers()];
  const next = (): (Expected | undefined)[] => Array.from({ length: end - start });
  const [ourNext, theirNext] = [next(), next()];
  const canDiverge = haveSameVocabulary(ours.model, theirs.model);
  for (const part of partsOf(pieces, { start, end }, LOGITS_AT_A_TIME)) {
    await yieldToEventLoop(signal);
    const a = await logitsOf(ours, spanOf(pieces, part, 'ours'));
    const b = await logitsOf(theirs, spanOf(pieces, part, 'theirs'));
    for (let i = part.start; i < part.end; i++) {
      const at = i - start;
      const [x, y] = [a(pieces[i].ours), b(pieces[i].theirs)];
      ourBits[at] = x.bits;
      theirBits[at] = y.bits;
      ourNext[at] = x.next && expected(ours, x.next);
      theirNext[at] = y.next && expected(theirs, y.next);
      if (!canDiverge || !x.next || !y.next) continue;
      divergences[at] = jensenShannonBits(x.next, y.next);
      if (x.next.length === y.next.length) losses[at] = divergenceBits(y.next, x.next);
    }
  }
  return { start, ourBits, theirBits, divergences, losses, ourNext, theirNext };
}

/** [layers + 1, pieces] */
export async function comparedStreams({ ours, theirs, pieces }: Sides, signal: AbortSignal): Promise<Matrix> {
  const { layers } = ours.model.info;
  checkSame(ours, theirs, ['layers', 'dModel']);
  const values = new Float32Array((layers + 1) * pieces.length).fill(Number.NaN);
  for (let layer = 0; layer <= layers; layer++) {
    await yieldToEventLoop(signal);
    for (const [at, piece] of pieces.entries()) {
      if (!isInBoth(piece)) continue;
      const stream = ({ sequence }: Reading, { end }: Piece['ours']) => sequence.residual(layer, end - 1, end);
      values[layer * pieces.length + at] = cosine(stream(ours, piece.ours), stream(theirs, piece.theirs));
    }
  }
  return { rows: layers + 1, columns: pieces.length, values };
}

/** [heads] */
export async function comparedHeads(
  { ours, theirs, pieces }: Sides,
  layer: number,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const { layers, heads } = ours.model.info;
  checkIndex('layer', layer, layers);
  checkSame(ours, theirs, ['layers', 'heads']);
  const sums = new Float64Array(heads);
  if ([ours, theirs].some(({ model }) => headsOf(model.transformer.shape, layer).heads === 0))
    return Float32Array.from(sums, () => Number.NaN);
  for (const part of partsOf(pieces, { start: 0, end: pieces.length }, ROWS_AT_A_TIME)) {
    const queries = pieces.slice(part.start, part.end).flatMap((piece, i) => (isInBoth(piece) ? [part.start + i] : []));
    if (queries.length === 0) continue;
    await yieldToEventLoop(signal);
    const a = await rowsOf(ours, layer, spanOf(pieces, part, 'ours'));
    const b = await rowsOf(theirs, layer, spanOf(pieces, part, 'theirs'));
    for (let head = 0; head < heads; head++)
      for (const at of queries) sums[head] += rowDistance(pieces, at, head, a, b);
  }
  const count = pieces.filter(isInBoth).length;
  return Float32Array.from(sums, (sum) => (count === 0 ? Number.NaN : sum / count));
}

/** Fails with question-invalid for a piece that one side lacks, with predicts-no-word where the two cannot be asked for the same. */
export async function comparedNext(
  { ours, theirs, pieces }: Sides,
  piece: number,
  k: number,
  signal: AbortSignal,
): Promise<ComparedNext> {
  checkIndex('piece', piece, pieces.length);
  if (!isInBoth(pieces[piece])) throw invalid('piece', `${piece} is not in both texts`);
  if (predictedByBoth(ours, theirs) === 'nothing') throw { code: 'predicts-no-word' } satisfies Failure;
  const behind = async (reading: Reading, { end }: Piece['ours']) => {
    const { transformer } = reading.model;
    return softmax(await transformer.logits(await readForAnswer(reading, end - 1, signal), end - 1, end));
  };
  const [p, q] = [await behind(ours, pieces[piece].ours), await behind(theirs, pieces[piece].theirs)];
  const isSame = haveSameVocabulary(ours.model, theirs.model);
  return {
    piece,
    candidates: mostExpected(
      { probabilities: p, vocabulary: ours.model.tokenizer },
      { probabilities: q, vocabulary: theirs.model.tokenizer },
      { k, isSameVocabulary: isSame },
    ),
    ourEntropy: entropyBits(p),
    theirEntropy: entropyBits(q),
    divergence: isSame ? jensenShannonBits(p, q) : undefined,
  };
}

function predictedByBoth(ours: Reading, theirs: Reading): Comparison['predicts'] {
  const { predicts } = ours.model.info;
  return predicts === theirs.model.info.predicts ? predicts : 'nothing';
}

function shapeOf({ model: { info } }: Reading): ComparedShape {
  const { name, layers, heads, dModel } = info;
  return { name, layers, heads, dModel };
}

function tokenSpan({ start, end }: Piece['ours']): Span<TokenIndex> {
  return { start: start as TokenIndex, end: end as TokenIndex };
}

function isInBoth({ ours, theirs }: Piece): boolean {
  return ours.end > ours.start && theirs.end > theirs.start;
}

function checkSame(ours: Reading, theirs: Reading, names: readonly ('layers' | 'heads' | 'dModel')[]): void {
  const [a, b] = [ours.model.info, theirs.model.info];
  const other = names.find((name) => a[name] !== b[name]);
  if (other) throw invalid('other', `its ${other} is ${b[other]}, and that of the run ${a[other]}`);
}

/** Consecutive pieces with at most so many tokens of each side, one piece at least. */
function* partsOf(pieces: readonly Piece[], { start, end }: Span<number>, most: number): Generator<Span<number>> {
  let first = start;
  for (let at = start; at < end; at++) {
    const { ours, theirs } = pieces[at];
    const from = pieces[first];
    if (at > first && (ours.end - from.ours.start > most || theirs.end - from.theirs.start > most)) {
      yield { start: first, end: at };
      first = at;
    }
  }
  yield { start: first, end };
}

/** One side's tokens of some pieces. */
function spanOf(pieces: readonly Piece[], { start, end }: Span<number>, side: 'ours' | 'theirs'): Span<number> {
  return { start: pieces[start][side].start, end: pieces[end - 1][side].end };
}

interface Predicted {
  /** NaN where the span is empty, or begins with the first token. */
  readonly bits: number;
  /** The distribution behind it. */
  readonly next: Float64Array | undefined;
}

/** Reads tokens of the span, and the one before it, whose logits predict the first. */
async function logitsOf({ model, sequence }: Reading, { start, end }: Span<number>) {
  const from = Math.max(0, start - 1);
  const logits = end > start ? await model.transformer.logits(sequence, from, end) : new Float32Array(0);
  const width = logits.length / Math.max(1, end - from);
  const row = (token: number) => logits.subarray((token - from) * width, (token - from + 1) * width);
  return (span: Piece['ours']): Predicted => {
    if (span.end === span.start) return { bits: Number.NaN, next: undefined };
    let bits = span.start === 0 ? Number.NaN : 0;
    for (let token = Math.max(1, span.start); token < span.end; token++)
      bits += surprisal(row(token - 1), sequence.ids[token]).bits;
    return { bits, next: softmax(row(span.end - 1)) };
  };
}

function expected({ model }: Reading, probabilities: Float64Array): Expected {
  const id = argmax(probabilities);
  return { id, ...shownPiece(model.tokenizer, id), probability: probabilities[id] };
}

async function rowsOf({ model, sequence }: Reading, layer: number, { start, end }: Span<number>): Promise<QueryRows> {
  const { attention } = await model.transformer.recomputeBlock(sequence, layer, start, end, ['attention']);
  const columns = model.info.bidirectional ? sequence.length : end;
  return { firstRow: start, rows: end - start, columns, values: attention };
}
