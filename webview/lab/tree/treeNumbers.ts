// All branches as a table: one row for each token that was generated. Pure.
import { type Branches, pathTo } from '../../state/branches.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { probabilityOf } from './branchReadings.ts';

export function treeTable(branches: Branches): NumberTable | undefined {
  if (branches.nodes.size === 0) return undefined;
  const shown = new Set(pathTo(branches, branches.shown).map(({ id }) => id));
  const unit = t('0 to 1');
  return {
    id: 'tree',
    title: t('Tree'),
    columns: [
      { key: 'node', name: t('node') },
      { key: 'parent', name: t('node before') },
      { key: 'position', name: t('position') },
      { key: 'token', name: t('token') },
      { key: 'id', name: 'id' },
      { key: 'probability', name: t('probability'), unit },
      { key: 'drawn', name: t('drawn'), unit },
      { key: 'chosen', name: t('chosen by the reader') },
      { key: 'shown', name: t('shown') },
    ],
    rows: [...branches.nodes.values()].map(({ id, parent, step }) => [
      id,
      parent,
      step.index,
      step.token,
      step.token.id,
      probabilityOf(step),
      step.isChosen ? undefined : step.drawnFrom.actual?.drawProbability,
      step.isChosen,
      shown.has(id),
    ]),
  };
}
