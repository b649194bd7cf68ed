// What a vocabulary is, for whoever has not seen one, and three ways into it; it goes once something is looked for.
import { css, html, nothing } from 'lit';
import type { TokenizerFacts, VocabularyQuery } from '../../src/contract/modelFile.ts';
import { formatNumber, t } from '../text/l10n.ts';

/** As the tab opens. */
export const WHOLE: VocabularyQuery = { text: '', kind: 'all', order: 'id' };

/** The most frequent word of English, a part of many others. */
const SEARCHED = 'the';

export function isWhole({ text, kind, order }: VocabularyQuery): boolean {
  return text === WHOLE.text && kind === WHOLE.kind && order === WHOLE.order;
}

export function introduction(facts: TokenizerFacts | undefined, ask: (change: Partial<VocabularyQuery>) => void) {
  if (!facts) return nothing;
  const way = (id: string, label: string, change: Partial<VocabularyQuery>) =>
    html`<button class="toggle" data-way=${id} @click=${() => ask(change)}>${label}</button>`;
  return html`<div class="introduction">
    <p>${t('All that the model reads and writes is made of these {0} pieces. It sees their numbers, the ids, and no letters. Frequent words have pieces of their own, others are put together of several; · is a space.', formatNumber(facts.size))} ${columnsInWords(facts)}</p>
    <div class="ways">${way('special', t('Special Tokens'), { kind: 'special' })}${way('longest', t('The Longest Pieces'), { order: 'longest' })}${way('search', t('Pieces with “{0}”', SEARCHED), { text: SEARCHED })}</div>
  </div>`;
}

/** What stands in the last columns. */
function columnsInWords({ type, merges }: TokenizerFacts): string {
  if (merges > 0)
    return t(
      'Longer pieces were made of two shorter ones (“Made Of”): the lower the rank, the earlier, and the more frequent the pair was in the texts that the vocabulary was made from.',
    );
  if (type !== 'Unigram') return '';
  return t(
    'The score says how frequent a piece was in the texts that the vocabulary was made from: the logarithm of its share.',
  );
}

export const introductionStyles = css`
  .introduction { flex: none; padding: 0 12px 8px; font-size: 12px; line-height: 1.5; }
  .introduction p { margin: 0 0 6px; max-width: 92ch; color: var(--vscode-descriptionForeground); }
  .ways { display: flex; flex-wrap: wrap; gap: 6px; }
`;
