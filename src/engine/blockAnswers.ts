// Answers about the residual stream on its way through the blocks: what each block adds, and what the model would
// predict after each. Knows one run.

import type { BlockContribution, HiddenUnit, LensCell, LogitLens } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { argmax } from '../explain/argmax.ts';
import { descendingIds } from '../explain/descendingIds.ts';
import { softmax } from '../explain/softmax.ts';
import { cosine, norm } from '../transformer/vectors.ts';
import { checkIndex, checkSpan, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { shownPiece } from './shownPiece.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** The number of hidden units that are named for each block. */
const UNITS = 8;
const OUTPUTS = [
  'attention_added',
  'beside_added',
  'streams_added',
  'prediction',
  'mlp_added',
  'mlp_hidden',
  'attention_in',
] as const;
/** Every cell of the lens takes the logits of a whole vocabulary. */
const MAX_LENS_TOKENS = 64;

/** What every block adds to one token's stream, first block first: one row of each block is run again. */
export async function blocks({ model, sequence }: ExplainedText, token: TokenIndex): Promise<BlockContribution[]> {
  checkIndex('token', token, sequence.length);
  const contributions: BlockContribution[] = [];
  const { parallel, experts, beside, streams } = model.transformer.shape;
  for (let layer = 0; layer < model.info.layers; layer++) {
    const before = sequence.residual(layer, token, token + 1);
    const outputs = [...OUTPUTS, ...(experts?.layers[layer] ? (['expert_ids'] as const) : [])];
    const block = await model.transformer.recomputeBlock(sequence, layer, token, token + 1, outputs);
    // A parallel block adds attention and feed-forward to the same stream, a usual one adds one after the other.
    const mixed = streams ? before.map((value, i) => value + block.streams_added[i]) : before;
    const between = parallel ? before : mixed.map((value, i) => value + block.attention_added[i]);
    const besideAdded = block.beside_added;
    const ofAttention = beside
      ? block.attention_added.map((value, i) => value - besideAdded[i])
      : block.attention_added;
    const strongest = descendingIds(block.mlp_hidden.map(Math.abs)).subarray(0, UNITS);
    contributions.push({
      residualNorm: norm(before),
      attentionNorm: norm(ofAttention),
      mlpNorm: norm(block.mlp_added),
      attentionCosine: cosine(before, ofAttention),
      mlpCosine: cosine(between, block.mlp_added),
      ...(beside && { beside: { kind: beside, norm: norm(besideAdded), cosine: cosine(before, besideAdded) } }),
      ...(streams && {
        mixing: { norm: norm(block.streams_added), cosine: cosine(before, block.streams_added) },
      }),
      units: Array.from(strongest, (unit) => ({
        ...unitOf(unit, block.expert_ids, experts?.inner),
        activation: block.mlp_hidden[unit],
      })),
      hiddenUnits: block.mlp_hidden.length,
      normInput: streams ? block.prediction : before.slice(),
      normOutput: block.attention_in,
    });
  }
  return contributions;
}

/** The chosen experts' units stand side by side, those of the one that all tokens get behind them. ids [chosen] */
function unitOf(place: number, ids: Float32Array | undefined, inner = 0): Pick<HiddenUnit, 'unit' | 'expert'> {
  if (!ids) return { unit: place };
  const slot = Math.floor(place / inner);
  if (slot >= ids.length) return { unit: place - ids.length * inner, expert: 'shared' };
  return { unit: place % inner, expert: ids[slot] };
}

/**
 * The most probable next token after every layer, as if the blocks after it were not there: each residual goes through
 * the final norm and the unembedding. rows[layer][token]; fails with question-invalid for more than MAX_LENS_TOKENS.
 */
export async function logitLens(
  { model, sequence }: ExplainedText,
  tokens: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<LogitLens> {
  checkSpan('tokens', tokens, sequence.length);
  if (tokens.end - tokens.start > MAX_LENS_TOKENS) throw invalid('logitLens', `more than ${MAX_LENS_TOKENS} tokens`);
  const rows: LensCell[][] = [];
  for (let layer = 0; layer <= model.info.layers; layer++) {
    throwIfCancelled(signal);
    const others = sequence.otherStreams[layer].rows(tokens.start, tokens.end);
    const { logits } = await model.transformer.unembed(sequence.residual(layer, tokens.start, tokens.end), others);
    const width = logits.length / (tokens.end - tokens.start);
    const row = Array.from({ length: tokens.end - tokens.start }, (_, i) =>
      mostProbable(logits.subarray(i * width, (i + 1) * width)),
    );
    rows.push(row.map(({ id, probability }) => ({ id, probability, ...shownPiece(model.tokenizer, id) })));
  }
  return { start: tokens.start, rows };
}

function mostProbable(logits: Float32Array): { id: number; probability: number } {
  const id = argmax(logits);
  return { id, probability: softmax(logits)[id] };
}
