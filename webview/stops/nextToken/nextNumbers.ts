// The most probable next tokens as a table. Pure.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { NextTokens } from '../../../src/contract/readings.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { nextTitle } from './nextWords.ts';

/** The token that follows in the text, or that the mask hides, stands last where it is not among them. */
export function nextTable({ candidates, actual }: NextTokens, predicts: ModelInfo['predicts'] = 'next'): NumberTable {
  const isDrawn = predicts === 'next';
  const ranked = candidates.map((one, rank) => ({ ...one, rank }));
  const all = actual && !candidates.some(({ id }) => id === actual.id) ? [...ranked, actual] : ranked;
  return {
    id: 'next-tokens',
    title: nextTitle(predicts),
    columns: [
      { key: 'rank', name: t('rank') },
      { key: 'token', name: t('token') },
      { key: 'id', name: 'id' },
      { key: 'logit', name: 'logit' },
      { key: 'probability', name: t('probability'), unit: t('0 to 1') },
      ...(isDrawn ? [{ key: 'drawn', name: t('drawn'), unit: t('0 to 1') }] : []),
      isDrawn ? { key: 'follows', name: t('follows') } : { key: 'standsHere', name: t('stands here') },
    ],
    rows: all.map((one) => [
      one.rank + 1,
      one,
      one.id,
      one.logit,
      one.probability,
      ...(isDrawn ? [one.drawProbability] : []),
      one.id === actual?.id,
    ]),
  };
}
