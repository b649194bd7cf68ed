// What the selected token looks at in the chosen head, as a table. Pure.
import { hasHeads } from '../../state/headless.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { headName } from '../headName.ts';
import type { StopContext } from '../stopContext.ts';
import { placeCells, placeColumns } from '../tokens/tokenNumbers.ts';

/** undefined while it is not known, and where the layer has no attention. */
export function attentionTable({ tokens, at, head, weights, model }: StopContext): NumberTable | undefined {
  const { value, isCurrent } = weights;
  if (!value || !isCurrent || !hasHeads(model, head.layer)) return undefined;
  const from = [...placeColumns(), { key: 'weight', name: t('weight'), unit: t('0 to 1') }];
  return {
    id: 'attention',
    title: t('{0}, position {1}', headName(head), at),
    columns: from,
    rows: Array.from(value, (weight, key) => [...placeCells(tokens, key), weight]),
  };
}
