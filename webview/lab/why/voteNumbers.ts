// Votes as tables: one row for each part of the model, and one for each token that heads read from. Pure.
import type { Token } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { placeCells, placeColumns } from '../../stops/tokens/tokenNumbers.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { partName } from './partName.ts';
import { headsByToken, partsOf } from './voteParts.ts';

export function voteTables(votes: TokenVotes, tokens: readonly Token[]): readonly NumberTable[] {
  const vote = { key: 'vote', name: t('vote'), unit: 'logit' };
  return [
    {
      id: 'votes',
      title: t('Votes of all parts'),
      columns: [
        { key: 'part', name: t('part') },
        { key: 'kind', name: t('kind') },
        { key: 'layer', name: t('layer') },
        { key: 'head', name: t('head') },
        vote,
      ],
      rows: partsOf(votes).map(({ ref, vote: share }) => [
        partName(ref),
        ref.kind,
        'layer' in ref ? ref.layer : undefined,
        'head' in ref ? ref.head : undefined,
        share,
      ]),
    },
    {
      id: 'votes-by-token',
      title: t('Votes of all heads by the token they read'),
      columns: [...placeColumns(), vote],
      rows: Array.from(headsByToken(votes), (share, token) => [...placeCells(tokens, token), share]),
    },
  ];
}
