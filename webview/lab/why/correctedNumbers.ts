// Attention beside what it moves and beside the rollout, as a table of all tokens. Pure.
import type { Token } from '../../../src/contract/tokens.ts';
import { placeCells, placeColumns } from '../../stops/tokens/tokenNumbers.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import type { TokenShares } from './correctedShares.ts';

export function correctedTable(shares: readonly TokenShares[], tokens: readonly Token[]): NumberTable {
  const unit = t('0 to 1');
  return {
    id: 'corrected-attention',
    title: t('Attention, corrected'),
    columns: [
      ...placeColumns(),
      { key: 'attention', name: t('attention'), unit },
      { key: 'moved', name: t('what it moves'), unit },
      { key: 'rollout', name: t('rollout'), unit },
    ],
    rows: shares
      .toSorted((a, b) => a.token - b.token)
      .map(({ token, raw, moved, rolled }) => [...placeCells(tokens, token), raw, moved, rolled]),
  };
}
