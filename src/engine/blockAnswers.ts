// Answers about the residual stream on its way through the blocks: what each adds, and what the model would say after
// each. Knows one run.

import type { Failure } from '../contract/failure.ts';
import type { BlockContribution, LensCell, LogitLens } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { argmax } from '../explain/argmax.ts';
import { descendingIds } from '../explain/descendingIds.ts';
import { softmax } from '../explain/softmax.ts';
import { cosine, norm } from '../explain/vectors.ts';
import { checkIndex, checkSpan, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

const UNITS = 8;
/** Logits of a whole vocabulary are made for every cell. */
const MAX_LENS_TOKENS = 64;

export async function blocks({ model, sequence }: ExplainedText, token: TokenIndex): Promise<BlockContribution[]> {
  checkIndex('token', token, sequence.length);
  const contributions: BlockContribution[] = [];
  const outputs = ['attention_added', 'mlp_added', 'mlp_hidden', 'attention_in'] as const;
  const { parallel } = model.transformer.shape;
  for (let layer = 0; layer < model.info.layers; layer++) {
    const before = sequence.residual(layer, token, token + 1);
    const ran = await model.transformer.recomputeBlock(sequence, layer, token, token + 1, outputs);
    const between = parallel ? before : before.map((value, i) => value + ran.attention_added[i]);
    const strongest = descendingIds(ran.mlp_hidden.map(Math.abs)).subarray(0, UNITS);
    contributions.push({
      residualNorm: norm(before),
      attentionNorm: norm(ran.attention_added),
      mlpNorm: norm(ran.mlp_added),
      attentionCosine: cosine(before, ran.attention_added),
      mlpCosine: cosine(between, ran.mlp_added),
      units: Array.from(strongest, (unit) => ({ unit, activation: ran.mlp_hidden[unit] })),
      hiddenUnits: ran.mlp_hidden.length,
      normInput: before.slice(),
      normOutput: ran.attention_in,
    });
  }
  return contributions;
}

export async function logitLens(
  { model, sequence }: ExplainedText,
  tokens: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<LogitLens> {
  checkSpan('tokens', tokens, sequence.length);
  if (tokens.end - tokens.start > MAX_LENS_TOKENS) throw invalid('logitLens', `more than ${MAX_LENS_TOKENS} tokens`);
  const rows: LensCell[][] = [];
  for (let layer = 0; layer <= model.info.layers; layer++) {
    if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
    const { logits } = await model.transformer.unembed(sequence.residual(layer, tokens.start, tokens.end));
    const width = logits.length / (tokens.end - tokens.start);
    const row = Array.from({ length: tokens.end - tokens.start }, (_, i) =>
      mostProbable(logits.subarray(i * width, (i + 1) * width)),
    );
    rows.push(row.map(({ id, probability }) => ({ id, probability, ...shown(model, id) })));
  }
  return { start: tokens.start, rows };
}

function mostProbable(logits: Float32Array): { id: number; probability: number } {
  const id = argmax(logits);
  return { id, probability: softmax(logits)[id] };
}

function shown(model: ExplainedText['model'], id: number) {
  const { text, bytes } = model.tokenizer.piece(id);
  return { text, bytes };
}
