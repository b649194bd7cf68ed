// What is said of a layer that has no heads, in the place of its map: what it does instead, and where to look. Pure.
import { html, type TemplateResult } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { hasHeads } from '../../state/headless.ts';
import { t } from '../../text/l10n.ts';

export function headless(model: ModelInfo, layer: number): TemplateResult {
  const before = (model.convolutions[layer]?.kernel ?? 1) - 1;
  const others = [...model.layerHeads.keys()].filter((one) => hasHeads(model, one)).join(', ');
  return html`<p>${t('This layer has no attention, and so no weights between tokens to show. It mixes each token with the {0} before it, by weights that were learned for the distance alone: the same in every text. A gate that each token computes for itself decides how much passes.', before)}</p>
    <p>${t('That costs the same for every token, however long the text is, where attention costs more with each. What stands further away comes in through the layers with attention: {0}.', others)}</p>`;
}
