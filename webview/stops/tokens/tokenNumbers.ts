// The tokens of a text as a table. Pure.
import type { Surprisals } from '../../../src/contract/readings.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberCell, NumberColumn, NumberTable } from '../../text/numberTable.ts';

/** The columns that say which token of the text a row is about. */
export function placeColumns(): readonly NumberColumn[] {
  return [
    { key: 'position', name: t('position') },
    { key: 'token', name: t('token') },
  ];
}

export function placeCells(tokens: readonly Token[], position: number): readonly NumberCell[] {
  return [position, tokens[position]];
}

/** `surprisals` where they are known; nothing predicts the first token. */
export function tokenTable(tokens: readonly Token[], surprisals: Surprisals | undefined): NumberTable {
  const measured = surprisals !== undefined;
  return {
    id: 'tokens',
    title: t('Tokens'),
    columns: [
      ...placeColumns(),
      { key: 'id', name: 'id' },
      { key: 'start', name: t('start'), unit: t('byte') },
      { key: 'end', name: t('end'), unit: t('byte') },
      ...(measured
        ? [
            { key: 'surprisal', name: t('surprise'), unit: t('bits') },
            { key: 'rank', name: t('rank') },
          ]
        : []),
    ],
    rows: tokens.map(({ id, byteSpan }, i) => [
      ...placeCells(tokens, i),
      id,
      byteSpan.start,
      byteSpan.end,
      ...(measured ? (i === 0 ? [undefined, undefined] : [surprisals.bits[i], surprisals.ranks[i] + 1]) : []),
    ]),
  };
}
