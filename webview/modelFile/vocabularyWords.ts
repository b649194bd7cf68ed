// Kinds of entries and merges in words.
import { html, nothing } from 'lit';
import type { TokenKind, VocabularyMerge } from '../../src/contract/modelFile.ts';
import { t } from '../text/l10n.ts';

export const kinds: readonly TokenKind[] = ['normal', 'special', 'added', 'byte', 'unknown', 'unused'];

export function kindName(kind: TokenKind): string {
  switch (kind) {
    case 'normal':
      return t('ordinary');
    case 'special':
      return t('special');
    case 'added':
      return t('added');
    case 'byte':
      return t('a byte');
    case 'unknown':
      return t('unknown');
    case 'unused':
      return t('unused');
  }
}

/** Its two parts, and how many other merges make the same. */
export function mergeView({ left, right, others }: VocabularyMerge) {
  return html`<span class="code">${left}<span class="quiet"> + </span>${right}</span>${
    others > 0
      ? html`<span class="quiet" title=${t('{0} later merges make the same', others)}> +${others}</span>`
      : nothing
  }`;
}
