// What each kind of position does, in words and as a formula. Knows kinds, no model.
import type { TemplateResult } from 'lit';
import type { ModelInfo, PositionKind } from '../../../src/contract/engineApi.ts';
import { t } from '../../text/l10n.ts';
import {
  EMBEDDED_ONLY,
  POSITION_ALIBI,
  POSITION_LEARNED,
  POSITION_LEARNED_NORMED,
  POSITION_LEARNED_SEGMENT_NORMED,
  POSITION_ROTARY,
  POSITION_SINUSOIDAL,
} from '../formulas.ts';

/** The stop's first sentences. */
export function positionLead(kind: PositionKind): string {
  const leads: Record<PositionKind, string> = {
    learned: t(
      'The same token can mean another thing in another place, and attention by itself does not know places. So every position has a vector too, and it is added.',
    ),
    sinusoidal: t(
      'The same token can mean another thing in another place, and attention by itself does not know places. So a vector of sines and cosines is computed for every position, and it is added.',
    ),
    rotary: t(
      'The same token can mean another thing in another place, and attention by itself does not know places. This model adds nothing to the embedding: inside attention it rotates queries and keys by their position, so that their product depends on the distance between them.',
    ),
    alibi: t(
      'The same token can mean another thing in another place, and attention by itself does not know places. This model adds nothing to the embedding: inside attention each head lowers a score in proportion to the distance.',
    ),
    none: t(
      'The same token can mean another thing in another place, and attention by itself does not know places. This model is told none: it can only use that each token sees those before it and none behind.',
    ),
  };
  return leads[kind];
}

/**
 * learned: Radford et al. 2018, §3.1. sinusoidal: Vaswani et al. 2017, §3.5. rotary: Su et al. 2021, eq. 16. alibi:
 * Press et al. 2022, §3.
 */
export function positionFormula(
  kind: PositionKind,
  { normedEmbedding = false, segments = false }: Partial<Pick<ModelInfo, 'normedEmbedding' | 'segments'>> = {},
): TemplateResult {
  const normed = segments ? POSITION_LEARNED_SEGMENT_NORMED : POSITION_LEARNED_NORMED;
  const formulas: Record<PositionKind, TemplateResult> = {
    learned: normedEmbedding ? normed : POSITION_LEARNED,
    sinusoidal: POSITION_SINUSOIDAL,
    rotary: POSITION_ROTARY,
    alibi: POSITION_ALIBI,
    none: EMBEDDED_ONLY,
  };
  return formulas[kind];
}
