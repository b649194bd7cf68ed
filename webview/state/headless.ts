// Layers that have no heads, and what is said in the place of what heads would show.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import { t } from '../text/l10n.ts';

export function hasHeads({ layerHeads }: Pick<ModelInfo, 'layerHeads'>, layer: number): boolean {
  return layerHeads[layer].heads > 0;
}

/** undefined where the layer has heads. */
export function insteadOfHeads(model: ModelInfo, layer: number): string | undefined {
  if (hasHeads(model, layer)) return undefined;
  const state = model.states[layer];
  if (state?.corrects) return t('Layer {0}: a gated delta rule in place of attention', layer);
  return state
    ? t('Layer {0}: a state in place of attention', layer)
    : t('Layer {0}: a convolution in place of attention', layer);
}
