// The part of a text in the columns of a table. Pure.
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';

export function partColumns(): NumberTable['columns'] {
  return [
    { key: 'start', name: t('first position') },
    { key: 'end', name: t('position behind the last') },
    { key: 'kind', name: t('kind') },
    { key: 'text', name: t('text') },
  ];
}

export function partCells(
  { span, kind }: { readonly span: Span<TokenIndex>; readonly kind: string },
  tokens: readonly Token[],
): NumberTable['rows'][number] {
  return [span.start, span.end, kind, joined(tokens.slice(span.start, span.end))];
}

/** Written like a token: a part begins with a space more often than not. */
function joined(tokens: readonly Token[]) {
  const bytes = tokens.flatMap((token) => token.bytes);
  return { text: new TextDecoder().decode(Uint8Array.from(bytes)), bytes };
}
