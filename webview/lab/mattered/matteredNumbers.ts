// What mattered as a table: one row for each part of the text. Pure.
import type { Mattered } from '../../../src/contract/mattered.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';

/** The change is missing where it was not measured. */
export function matteredTable({ parts }: Mattered, tokens: readonly Token[]): NumberTable {
  return {
    id: 'what-mattered',
    title: t('What mattered'),
    columns: [
      { key: 'start', name: t('first position') },
      { key: 'end', name: t('position behind the last') },
      { key: 'kind', name: t('kind') },
      { key: 'text', name: t('text') },
      { key: 'change', name: t('less probable without it'), unit: t('bits') },
      { key: 'attention', name: t('attention'), unit: t('0 to 1') },
    ],
    rows: parts.map(({ span, kind, bits, attention }) => [
      span.start,
      span.end,
      kind,
      joined(tokens.slice(span.start, span.end)),
      bits,
      attention,
    ]),
  };
}

/** Written like a token: a part begins with a space more often than not. */
function joined(tokens: readonly Token[]) {
  const bytes = tokens.flatMap((token) => token.bytes);
  return { text: new TextDecoder().decode(Uint8Array.from(bytes)), bytes };
}
