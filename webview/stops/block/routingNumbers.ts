// Which experts of a layer the tokens went to, and how often each was chosen, as tables. Pure.
import type { LayerRouting, Routing } from '../../../src/contract/experts.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { placeCells, placeColumns } from '../tokens/tokenNumbers.ts';

/** A row for each choice, the one with the largest weight of a token first. */
export function routingTable(
  { tokens: { start }, chosen }: Routing,
  { layer, ids, weights }: LayerRouting,
  tokens: readonly Token[],
): NumberTable {
  return {
    id: 'routing',
    title: t('Experts of layer {0}', layer),
    columns: [...placeColumns(), { key: 'expert', name: t('expert') }, { key: 'weight', name: t('weight') }],
    rows: Array.from(ids, (id, i) => [...placeCells(tokens, start + Math.floor(i / chosen)), id, weights[i]]),
  };
}

export function loadTable({ layer, load, weightedLoad }: LayerRouting): NumberTable {
  const choices = load.reduce((sum, count) => sum + count, 0);
  return {
    id: 'expert-load',
    title: t('Load of the experts of layer {0}', layer),
    columns: [
      { key: 'expert', name: t('expert') },
      { key: 'tokens', name: t('tokens') },
      { key: 'share', name: t('share of all choices'), unit: t('0 to 1') },
      { key: 'weight', name: t('sum of weights') },
    ],
    rows: Array.from(load, (count, expert) => [expert, count, count / choices, weightedLoad[expert]]),
  };
}
