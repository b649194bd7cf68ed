// What came of changes, as tables: the next token, the surprise of every token, and how the text goes on. Pure.
import type { Token } from '../../../src/contract/tokens.ts';
import type { WhatIf, WhatIfSurprisals, WhatIfTexts } from '../../../src/contract/whatIf.ts';
import { placeCells, placeColumns } from '../../stops/tokens/tokenNumbers.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { pairsOf } from './pairs.ts';

/** All that are known of both distributions. */
export function pairTable({ before, after }: WhatIf): NumberTable {
  const unit = t('0 to 1');
  return {
    id: 'what-if',
    title: t('Next token'),
    columns: [
      { key: 'token', name: t('token') },
      { key: 'id', name: 'id' },
      { key: 'before', name: t('before'), unit },
      { key: 'after', name: t('after'), unit },
    ],
    rows: pairsOf(before, after, before.candidates.length).shown.map((pair) => [
      pair.token,
      pair.token.id,
      pair.before,
      pair.after,
    ]),
  };
}

export function surprisalTable({ before, after }: WhatIfSurprisals, tokens: readonly Token[]): NumberTable {
  const unit = t('bits');
  return {
    id: 'what-if-surprise',
    title: t('Surprise over the text'),
    columns: [...placeColumns(), { key: 'before', name: t('before'), unit }, { key: 'after', name: t('after'), unit }],
    rows: Array.from(after, (bits, i) => [...placeCells(tokens, i), before[i], bits]),
  };
}

export function followingTable({ before, after }: WhatIfTexts): NumberTable {
  const probability = { name: t('probability'), unit: t('0 to 1') };
  return {
    id: 'what-if-text',
    title: t('The text that follows'),
    columns: [
      { key: 'step', name: t('step') },
      { key: 'before', name: t('before') },
      { ...probability, key: 'probabilityBefore' },
      { key: 'after', name: t('after') },
      { ...probability, key: 'probabilityAfter' },
    ],
    rows: Array.from({ length: Math.max(before.length, after.length) }, (_, i) => [
      i + 1,
      before[i],
      before[i]?.probability,
      after[i],
      after[i]?.probability,
    ]),
  };
}
