// How kinds of layers are called, the letters that stand for them beside a layer's number, and what stop 4 says at its head by
// the kind of the chosen layer: a few words, its formula, what can be tried, the scale of its colours. Pure.
import { html } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { LayerKind } from '../../../src/contract/layerShapes.ts';
import '../../charts/legend.ts';
import { t } from '../../text/l10n.ts';
import { CONVOLUTION, STATE, STATE_CORRECTED } from '../formulas.ts';
import type { Stop } from '../section.ts';
import { attentionWords } from './attentionWords.ts';

/** The map of a state has the scale of its own numbers beside it. */
export function ofKind(
  kind: LayerKind,
  model: Pick<ModelInfo, 'bidirectional' | 'states'>,
  layer: number,
): Pick<Stop, 'lead' | 'formula' | 'task' | 'tools'> {
  if (kind === 'state')
    return {
      lead: t(
        'In this layer tokens mix without attention: each head keeps a state, which every token lets fade, writes into and reads from.',
      ),
      formula: model.states[layer]?.corrects ? STATE_CORRECTED : STATE,
      task: t('Look for the tokens at which a head forgets most: what begins or ends there?'),
    };
  if (kind === 'convolution')
    return {
      lead: t(
        'In this layer tokens mix without attention: each takes something of itself and of the few before it, by weights that were learned for the distance.',
      ),
      formula: CONVOLUTION,
      task: t('Choose a layer with attention: what reaches it from further away?'),
    };
  return {
    ...attentionWords(model.bidirectional),
    tools: html`<ts-legend scale="sequential" from="0" to="1" name=${t('weight')}></ts-legend>`,
  };
}

export const KIND_MARKS: Readonly<Record<LayerKind, string>> = { attention: 'A', state: 'S', convolution: 'C' };

export function kindName(kind: LayerKind): string {
  return { attention: t('attention'), state: t('state'), convolution: t('convolution') }[kind];
}
