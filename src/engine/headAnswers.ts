// Answers about single heads: the arithmetic of one query, the scores of every head, attention rolled out over the
// layers. Knows one run.

import { MOST_ROLLOUT_TOKENS } from '../contract/limits.ts';
import type { HeadDetail, HeadScoreTable, Matrix, QueryRotation } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { oneHead } from '../explain/attention.ts';
import { headScoreTable } from '../explain/headScoreTable.ts';
import { identity, rolloutInRows } from '../explain/rollout.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { rotaryScale, rotaryTables } from '../transformer/layers/rotary.ts';
import { cosine } from '../transformer/vectors.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { type LoadedModel, usableIds } from './models.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** Of 1,024 tokens that see one another, so many take a tenth of a second. */
const ROLLOUT_ROWS = 64;

interface SingleHead {
  readonly layer: number;
  readonly head: number;
}

/** The steps of one query in one head, from the query to the mixed values; contract/readings.ts has the shapes. */
export async function headDetail(text: ExplainedText, single: SingleHead, token: TokenIndex): Promise<HeadDetail> {
  checkPlace(text, single, token);
  const { model, sequence } = text;
  const { layer, head } = single;
  const outputs = ['queries', 'scores', 'attention', 'head_gates'] as const;
  const block = await model.transformer.recomputeBlock(sequence, layer, token, token + 1, outputs);
  const n = model.transformer.keysFor(sequence, token + 1);
  const { dHead, dValue, heads, keyValueHeads, gated } = headsOf(model.transformer.shape, layer);
  const ofHead = (values: Float32Array, width: number) =>
    values.slice(head * width, (head + 1) * width) as Float32Array<ArrayBuffer>;
  const weights = ofHead(block.attention, n);
  // Grouped queries (Ainslie et al. 2023): heads / keyValueHeads neighbouring heads share keys and values.
  const { keys, values } = sequence.caches[layer].rowsOf(Math.floor((head * keyValueHeads) / heads), n);
  const mixed = new Float32Array(dValue);
  for (let key = 0; key < n; key++)
    for (let i = 0; i < dValue; i++) mixed[i] += weights[key] * values[key * dValue + i];
  const gate = ofHead(block.head_gates, dValue); // empty where there is none
  return {
    query: ofHead(block.queries, dHead),
    keys: { rows: n, columns: dHead, values: keys },
    values: { rows: n, columns: dValue, values },
    scores: ofHead(block.scores, n),
    weights,
    mixed,
    ...(gated && { gate: { values: gate, passed: mixed.map((value, i) => value * gate[i]) } }),
  };
}

/**
 * Undoes rotary positions: (a, b) → (a cos + b sin, b cos - a sin). Su et al. 2021, §3.2,
 * https://arxiv.org/abs/2104.09864
 */
export async function rotation(
  text: ExplainedText,
  single: SingleHead,
  token: TokenIndex,
): Promise<QueryRotation | undefined> {
  checkPlace(text, single, token);
  const { model, sequence } = text;
  const { rotary } = model.transformer.shape.attentionPatterns[single.layer];
  if (!rotary) return undefined;
  const textLengths = [sequence.textLengths[token]];
  const frequencies = Float32Array.from(rotary.frequencies(textLengths[0]));
  const { cosines, sines } = rotaryTables(rotary, token, textLengths);
  const scale = rotaryScale(rotary, textLengths[0]);
  const { queries } = await model.transformer.recomputeBlock(sequence, single.layer, token, token + 1, ['queries']);
  const query = queries.subarray(single.head * headsOf(model.transformer.shape, single.layer).dHead);
  const pairs = rotary.width / 2;
  const unrotated = new Float32Array(rotary.width);
  for (let pair = 0; pair < pairs; pair++) {
    // The tables are multiplied by the scale, and the query was multiplied with them: dividing by its square undoes
    // both.
    const [cos, sin] = [cosines[pair] / scale ** 2, sines[pair] / scale ** 2];
    const [a, b] = [query[pair], query[pair + pairs]];
    unrotated[pair] = a * cos + b * sin;
    unrotated[pair + pairs] = b * cos - a * sin;
  }
  return { frequencies, unrotated: { rows: 2, columns: pairs, values: unrotated } };
}

function checkPlace({ model, sequence }: ExplainedText, { layer, head }: SingleHead, token: TokenIndex): void {
  checkIndex('layer', layer, model.info.layers);
  checkIndex('head', head, headsOf(model.transformer.shape, layer).heads);
  checkIndex('token', token, sequence.length);
}

/** They are the same for every run of a model, and are forgotten with the model; one that failed is made anew. */
const scoreTables = new WeakMap<LoadedModel, Promise<HeadScoreTable>>();

/** The scores of all heads. The first question about a model runs it once over random tokens. */
export async function headScores({ model }: ExplainedText): Promise<HeadScoreTable> {
  const table = scoreTables.get(model) ?? headScoreTable(model.transformer, usableIds(model));
  scoreTables.set(model, table);
  table.catch(() => scoreTables.delete(model));
  return await table;
}

/** Attention rolled out over the layers up to `upTo`, each of which is run again for all tokens. [n, n] */
export async function rollout({ model, sequence }: ExplainedText, upTo: number, signal: AbortSignal): Promise<Matrix> {
  checkIndex('layer', upTo, model.info.layers);
  const n = sequence.length;
  if (n > MOST_ROLLOUT_TOKENS) throw invalid('rollout', `${n} tokens are more than ${MOST_ROLLOUT_TOKENS}`);
  let values = identity(n);
  for (let layer = 0; layer <= upTo; layer++) {
    throwIfCancelled(signal);
    const { attention } = await model.transformer.recomputeBlock(sequence, layer, 0, n, ['attention']);
    const { heads } = headsOf(model.transformer.shape, layer);
    if (heads === 0) continue; // a convolution reaches the few tokens before, and has no weights to multiply
    const mean = oneHead({ heads, rows: n, columns: n, values: attention }, 'mean');
    const after = new Float32Array(n * n);
    const mixing = { before: values, attention: mean, n, bothWays: model.info.bidirectional };
    for (const _ of rolloutInRows(mixing, after, ROLLOUT_ROWS)) await yieldToEventLoop(signal);
    values = after;
  }
  return { rows: n, columns: n, values };
}

/** The cosine of two tokens before the first block and after each block. Needs no run. [layers + 1] */
export async function similarity(
  { model, sequence }: ExplainedText,
  a: TokenIndex,
  b: TokenIndex,
): Promise<Float32Array<ArrayBuffer>> {
  checkIndex('token', a, sequence.length);
  checkIndex('token', b, sequence.length);
  return Float32Array.from({ length: model.info.layers + 1 }, (_, layer) =>
    cosine(sequence.residual(layer, a, a + 1), sequence.residual(layer, b, b + 1)),
  );
}
