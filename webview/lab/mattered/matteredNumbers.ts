// What mattered as a table: one row for each part of the text. Pure.
import type { Mattered } from '../../../src/contract/mattered.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { partCells, partColumns } from '../parts/partNumbers.ts';

/** The change is missing where it was not measured. */
export function matteredTable({ parts }: Mattered, tokens: readonly Token[]): NumberTable {
  return {
    id: 'what-mattered',
    title: t('What mattered'),
    columns: [
      ...partColumns(),
      { key: 'change', name: t('less probable without it'), unit: t('bits') },
      { key: 'attention', name: t('attention'), unit: t('0 to 1') },
    ],
    rows: parts.map((part) => [...partCells(part, tokens), part.bits, part.attention]),
  };
}
