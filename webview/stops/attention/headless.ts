// What is said of a layer that has no heads, in the place of its map: what it does instead, and where to look. Pure.
import { html, nothing, type TemplateResult } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { StateSpace } from '../../../src/contract/layerShapes.ts';
import { hasHeads } from '../../state/headless.ts';
import { t } from '../../text/l10n.ts';

export function headless(model: ModelInfo, layer: number): TemplateResult {
  const state = model.states[layer];
  return state ? withState(model, state) : withConvolution(model, layer);
}

/** Of a layer that has heads: what it reads besides, which is in no map. */
export function besideHeads(model: ModelInfo, layer: number): TemplateResult | typeof nothing {
  const state = hasHeads(model, layer) ? model.states[layer] : null;
  if (!state) return nothing;
  return html`<p class="hint">${t('Beside its attention this layer keeps a state: {0} heads with a table of {1} × {2} numbers each, to which every token adds and which fades on the way. What a token reads from it is added to the stream together with what the heads found. It is not in this map but in one of its own below.', state.heads, state.dState, state.dValue)}</p>`;
}

function withState(model: ModelInfo, state: StateSpace): TemplateResult {
  return html`<p>${state.corrects ? correctedState(state) : summedState(state)}</p>
    <p>${t('In return everything that was read has to fit into the state.')} ${elsewhere(model)}</p>`;
}

function summedState({ heads, dState, dValue }: StateSpace): string {
  return t(
    'This layer has no attention. Each of its {0} heads keeps a state, a table of {1} × {2} numbers, in place of all earlier tokens. A token lets the state fade by a factor that it computes itself, adds to it, and reads from it.',
    ...[heads, dState, dValue],
  );
}

function correctedState({ heads, dState, dValue }: StateSpace): string {
  return t(
    'This layer has no attention. Each of its {0} heads keeps a state, a table of {1} × {2} numbers, in place of all earlier tokens, and changes it by the gated delta rule. A token lets the state fade by a factor that it computes itself, looks up what the state says at its key already, and writes the difference to its own value, or a share of it. So one entry can be overwritten while others stay. Then the token reads from the state.',
    ...[heads, dState, dValue],
  );
}

/** Where this model attends all the same. */
function elsewhere(model: ModelInfo): string {
  const others = [...model.layerHeads.keys()].filter((one) => hasHeads(model, one)).join(', ');
  return others && t('Layers with attention: {0}.', others);
}

function withConvolution(model: ModelInfo, layer: number): TemplateResult {
  const before = (model.convolutions[layer]?.kernel ?? 1) - 1;
  return html`<p>${t('This layer has no attention, and so no weights between tokens to show. It mixes each token with the {0} before it, by weights that were learned for the distance alone: the same in every text. A gate that each token computes for itself decides how much passes.', before)}</p>
    <p>${t('That costs the same for every token, however long the text is, where attention costs more with each. What stands further away comes in through other layers.')} ${elsewhere(model)}</p>`;
}
