// The flow to a token as a table: one row for each share. Pure.
import type { Flow } from '../../../src/contract/flow.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';

export function flowTable({ edges }: Flow, tokens: readonly Token[]): NumberTable {
  return {
    id: 'flow',
    title: t('Shares on the way'),
    columns: [
      { key: 'kind', name: t('kind') },
      { key: 'half', name: t('half of the block') },
      { key: 'layer', name: t('layer') },
      { key: 'head', name: t('head') },
      { key: 'from', name: t('from position') },
      { key: 'fromToken', name: t('from token') },
      { key: 'to', name: t('to position') },
      { key: 'toToken', name: t('to token') },
      { key: 'share', name: t('share'), unit: t('0 to 1') },
    ],
    rows: edges.map((edge) => [
      edge.kind,
      edge.half,
      edge.layer,
      'head' in edge ? edge.head : undefined,
      edge.from,
      tokens[edge.from],
      edge.to,
      tokens[edge.to],
      edge.share,
    ]),
  };
}
