// How each layer of a model mixes its tokens: by attention, by a state or by a short convolution; what is said in the place of
// what heads would show; and which heads there are to choose from.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { LayerKind } from '../../src/contract/layerShapes.ts';
import type { HeadRef } from '../../src/contract/readings.ts';
import { t } from '../text/l10n.ts';

type Layers = Pick<ModelInfo, 'layerHeads' | 'states'>;

export function hasHeads({ layerHeads }: Pick<ModelInfo, 'layerHeads'>, layer: number): boolean {
  return layerHeads[layer].heads > 0;
}

export function layerKind(model: Layers, layer: number): LayerKind {
  if (hasHeads(model, layer)) return 'attention';
  return model.states[layer] ? 'state' : 'convolution';
}

const kinds = new WeakMap<Layers, readonly LayerKind[]>();

/** Those of all layers; the same list for the same model. */
export function layerKinds(model: Layers): readonly LayerKind[] {
  const made = kinds.get(model) ?? model.layerHeads.map((_, layer) => layerKind(model, layer));
  kinds.set(model, made);
  return made;
}

/** How stop 4 is called: attention wherever some layer attends, else what all layers have in its place. */
export function mixingName(kinds: readonly LayerKind[]): string {
  if (kinds.length === 0 || kinds.includes('attention')) return t('Attention');
  return kinds.includes('state') ? t('State') : t('Convolution');
}

/** Heads of attention or of a state; 0 where a layer has neither. */
export function headsIn({ layerHeads, states }: Layers, layer: number): number {
  return layerHeads[layer].heads || (states[layer]?.heads ?? 0);
}

/** Of the layer that has the most. */
export function mostHeads(model: Layers): number {
  return Math.max(...model.layerHeads.map((_, layer) => headsIn(model, layer)));
}

/** The mean and the maximum are there in every layer. */
export function hasHead(model: Layers, { layer, head }: HeadRef): boolean {
  return layer < model.layerHeads.length && (typeof head !== 'number' || head < headsIn(model, layer));
}

/** The head of another layer, where the layer has it; else the mean of those that it has. */
export function headAt(model: Layers, layer: number, head: HeadRef['head']): HeadRef {
  return { layer, head: hasHead(model, { layer, head }) ? head : 'mean' };
}

/** undefined where the layer has heads of attention. */
export function insteadOfHeads(model: Layers, layer: number): string | undefined {
  const kind = layerKind(model, layer);
  if (kind === 'attention') return undefined;
  if (model.states[layer]?.corrects) return t('Layer {0}: a gated delta rule in place of attention', layer);
  return kind === 'state'
    ? t('Layer {0}: a state in place of attention', layer)
    : t('Layer {0}: a convolution in place of attention', layer);
}
