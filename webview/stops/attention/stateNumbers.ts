// How a state goes through the text, and what one token reads from it, as tables. Pure.
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { StateCourse, StateDetail } from '../../../src/contract/stateReadings.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { placeCells, placeColumns } from '../tokens/tokenNumbers.ts';
import { stateHeadName } from './stateWords.ts';

export function courseTable(
  { decays, norms, strengths }: StateCourse,
  head: HeadRef,
  tokens: readonly Token[],
): NumberTable {
  const corrects = strengths.length > 0;
  return {
    id: 'state',
    title: stateHeadName(head),
    columns: [
      ...placeColumns(),
      { key: 'decay', name: t('kept of the state'), unit: t('0 to 1') },
      { key: 'norm', name: t('norm of the state') },
      ...(corrects ? [{ key: 'strength', name: t('strength of its writing, β'), unit: t('0 to 1') }] : []),
    ],
    rows: Array.from(decays, (decay, token) => [
      ...placeCells(tokens, token),
      decay,
      norms[token],
      ...(corrects ? [strengths[token]] : []),
    ]),
  };
}

export function detailTable(
  { token, products, left, weights, written }: StateDetail,
  head: HeadRef,
  tokens: readonly Token[],
): NumberTable {
  return {
    id: 'state-weights',
    title: `${stateHeadName(head)}, ${t('position')} ${token}`,
    columns: [
      ...placeColumns(),
      { key: 'product', name: 'q·k' },
      { key: 'left', name: t('left of it'), unit: t('0 to 1') },
      { key: 'weight', name: t('effective weight') },
      { key: 'written', name: t('length of what it wrote') },
    ],
    rows: Array.from(weights, (weight, key) => [
      ...placeCells(tokens, key),
      products[key],
      left[key],
      weight,
      written[key],
    ]),
  };
}
