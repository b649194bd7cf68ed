// What stop 5 says of a model's blocks: what they add, by which formula, and where their first norm stands. Pure.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { layerKind, layerKinds } from '../../state/headless.ts';
import { t } from '../../text/l10n.ts';
import { BLOCK, BLOCK_MIXER, BLOCK_MIXER_ALONE, BLOCK_POST_NORM, BLOCK_STATE, BLOCK_STREAMS } from '../formulas.ts';

/** Whether blocks add only, or norm what they have added to; and what they add where not all of them attend. */
export function roadWords(model: ModelInfo) {
  if (model.normedStream)
    return {
      lead: t(
        'A token’s vector runs through the layers like a road: every block adds to it, attention what the context says, the feed-forward what the model knows, and after each addition the whole vector is normed. This is the residual stream.',
      ),
      formula: BLOCK_POST_NORM,
    };
  if (model.streams)
    return {
      lead: t(
        'A token’s vector runs through the layers like a road. Every block mixes it with the token’s other streams (AltUp, the weights r and c are made of the token itself), and adds to it what the context says, by attention, what a learned shortcut beside attention makes of the token (LAuReL), and what the model knows, by the feed-forward. This is the residual stream.',
      ),
      formula: BLOCK_STREAMS,
    };
  if (!attendsEverywhere(model)) return mixerWords(model);
  return {
    lead: t(
      'A token’s vector runs through the layers like a road: every block only adds to it, attention what the context says, the feed-forward what the model knows. This is the residual stream.',
    ),
    formula: model.beside === 'state' ? BLOCK_STATE : BLOCK,
  };
}

function mixerWords(model: ModelInfo) {
  if (!hasFeedForward(model))
    return {
      lead: t(
        'A token’s vector runs through the layers like a road: every block only adds to it what its mixer reads of the context, here a state. There is no feed-forward. This is the residual stream.',
      ),
      formula: BLOCK_MIXER_ALONE,
    };
  return {
    lead: t(
      'A token’s vector runs through the layers like a road: every block only adds to it, its mixer (attention, a state or a short convolution) what the context says, the feed-forward what the model knows. This is the residual stream.',
    ),
    formula: BLOCK_MIXER,
  };
}

export function attendsEverywhere(model: ModelInfo): boolean {
  return layerKinds(model).every((kind) => kind === 'attention');
}

export function hasFeedForward({ inner, layerInner, experts }: Pick<ModelInfo, 'inner' | 'layerInner' | 'experts'>) {
  return inner > 0 || experts !== undefined || (layerInner?.some((width) => width > 0) ?? false);
}

export function normTitle(model: ModelInfo, layer: number): string {
  const kind = layerKind(model, layer);
  if (kind === 'attention') return t('Layer norm in front of attention');
  return kind === 'state' ? t('Layer norm in front of the state') : t('Layer norm in front of the convolution');
}
