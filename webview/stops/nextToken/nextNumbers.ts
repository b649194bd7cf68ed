// The most probable next tokens as a table. Pure.
import type { NextTokens } from '../../../src/contract/readings.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';

/** The token that follows in the text stands last where it is not among them. */
export function nextTable({ candidates, actual }: NextTokens): NumberTable {
  const ranked = candidates.map((one, rank) => ({ ...one, rank }));
  const all = actual && !candidates.some(({ id }) => id === actual.id) ? [...ranked, actual] : ranked;
  return {
    id: 'next-tokens',
    title: t('Most probable next tokens'),
    columns: [
      { key: 'rank', name: t('rank') },
      { key: 'token', name: t('token') },
      { key: 'id', name: 'id' },
      { key: 'logit', name: 'logit' },
      { key: 'probability', name: t('probability'), unit: t('0 to 1') },
      { key: 'drawn', name: t('drawn'), unit: t('0 to 1') },
      { key: 'follows', name: t('follows') },
    ],
    rows: all.map((one) => [
      one.rank + 1,
      one,
      one.id,
      one.logit,
      one.probability,
      one.drawProbability,
      one.id === actual?.id,
    ]),
  };
}
