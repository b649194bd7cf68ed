// A sweep as a table: one row for each copy that was measured. Pure.
import type { PatchGrid, PatchQuestion } from '../../../src/contract/patching.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { differ } from './restored.ts';

/** What it restores is missing where both texts say the same. */
export function sweepTable(grid: PatchGrid, kind: PatchQuestion['kind'], tokens: readonly Token[]): NumberTable {
  const { columns, metrics, base, source } = grid;
  const restores = differ(grid);
  const cells = [...metrics.keys()].filter((i) => !Number.isNaN(metrics[i]));
  return {
    id: 'patching',
    title: t('Patching'),
    columns: [
      { key: 'copied', name: t('copied') },
      { key: 'layer', name: t('layer') },
      { key: kind === 'head' ? 'head' : 'position', name: kind === 'head' ? t('head') : t('position') },
      { key: 'token', name: t('token') },
      { key: 'metric', name: t('difference of logits'), unit: 'logit' },
      { key: 'restored', name: t('restored'), unit: t('1 = all of it') },
    ],
    rows: cells.map((i) => {
      const [layer, column] = [Math.floor(i / columns), i % columns];
      const share = restores ? (metrics[i] - base) / (source - base) : undefined;
      return [kind, layer, column, kind === 'head' ? undefined : tokens[column], metrics[i], share];
    }),
  };
}
