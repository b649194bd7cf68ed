// Every pair of tokens of two texts as a table. Pure; knows one answer.
import type { SentencePair } from '../../../src/contract/sentences.ts';
import { t } from '../../text/l10n.ts';
import type { NumberTable } from '../../text/numberTable.ts';

export function sentenceTable({ tokens, otherTokens, cosines, shares }: SentencePair): NumberTable {
  return {
    id: 'sentences',
    title: t('Pairs of tokens'),
    columns: [
      { key: 'token', name: t('token') },
      { key: 'position', name: t('position') },
      { key: 'otherToken', name: t('token of the other text') },
      { key: 'otherPosition', name: t('position there') },
      { key: 'cosine', name: t('cosine'), unit: t('−1 to 1') },
      ...(shares ? [{ key: 'share', name: t('share of the cosine'), unit: t('sum to it') }] : []),
    ],
    rows: Array.from(cosines.values, (cosine, i) => {
      const [ours, theirs] = [Math.floor(i / cosines.columns), i % cosines.columns];
      const share = shares ? [shares.values[i]] : [];
      return [tokens[ours], ours, otherTokens[theirs], theirs, cosine, ...share];
    }),
  };
}
