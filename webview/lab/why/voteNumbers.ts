// Votes as tables: one row for each part of the model, one for each token that heads read from, and one for each part of the
// text. Pure.
import type { Token } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { placeCells, placeColumns } from '../../stops/tokens/tokenNumbers.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { partCells, partColumns } from '../parts/partNumbers.ts';
import { partName } from './partName.ts';
import { spanVotes } from './spanVotes.ts';
import { headsByToken, partsOf } from './voteParts.ts';

export function voteTables(votes: TokenVotes, tokens: readonly Token[]): readonly NumberTable[] {
  const vote = voteColumn();
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
    ...(votes.spans.length > 0 ? [spanTable(votes, tokens)] : []),
  ];
}

function spanTable(votes: TokenVotes, tokens: readonly Token[]): NumberTable {
  const parts = spanVotes(votes.spans, headsByToken(votes)).slice(0, votes.spans.length);
  return {
    id: 'votes-by-part',
    title: t('Votes of all heads by the part of the text they read'),
    columns: [...partColumns(), voteColumn()],
    rows: parts.map((part) => [...partCells(part, tokens), part.vote]),
  };
}

function voteColumn(): NumberTable['columns'][number] {
  return { key: 'vote', name: t('vote'), unit: 'logit' };
}
