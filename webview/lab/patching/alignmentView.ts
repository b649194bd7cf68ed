// Draws two texts as rows of tokens, one below the other, and says where they differ. Knows tokens.
import { css, html, type TemplateResult } from 'lit';
import type { Token } from '../../../src/contract/tokens.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { abridged, aligned, type Pair, type Shown } from './alignment.ts';

/** Differences that are named. */
const NAMED = 5;

export function alignmentView(ours: readonly Token[], theirs: readonly Token[]): TemplateResult {
  const pairs = aligned(
    ours.map(({ id }) => id),
    theirs.map(({ id }) => id),
  );
  const different = pairs.filter(({ isSame }) => !isSame);
  return html`<p class="hint said" role="status">${inWords(ours.length, theirs.length, different.length)}</p>
    ${
      different.length === 0
        ? ''
        : html`<div class="aligned" role="img" aria-label=${namedDifferences(different, ours, theirs)}>
      <span class="pair names"><span>${t('this text')}</span><span>${t('other text')}</span></span>${abridged(pairs).map((one) => shown(one, ours, theirs))}</div>`
    }`;
}

function inWords(ours: number, theirs: number, different: number): string {
  if (different === 0) return t('Both texts are the same: change a word of the other one.');
  if (theirs > ours)
    return t(
      'The other text has {0} tokens, {1} more than this one: leave so many out, where it has something that this one lacks.',
      formatNumber(theirs),
      formatNumber(theirs - ours),
    );
  if (theirs < ours)
    return t(
      'The other text has {0} tokens, {1} fewer than this one: add so many, where it lacks something.',
      formatNumber(theirs),
      formatNumber(ours - theirs),
    );
  return t('Both have {0} tokens, {1} of them different.', formatNumber(ours), formatNumber(different));
}

function shown(one: Shown, ours: readonly Token[], theirs: readonly Token[]): TemplateResult {
  if (typeof one === 'number')
    return html`<span class="pair skipped"><span>${t('… {0} the same …', formatNumber(one))}</span></span>`;
  const cell = (token: Token | undefined) =>
    html`<span class=${token ? '' : 'gap'}>${token ? shortText(token, 16) : '–'}</span>`;
  return html`<span class="pair ${one.isSame ? '' : 'differs'}">${cell(one.ours === undefined ? undefined : ours[one.ours])}${cell(one.theirs === undefined ? undefined : theirs[one.theirs])}</span>`;
}

/** What a screen reader says in place of the two rows. */
function namedDifferences(different: readonly Pair[], ours: readonly Token[], theirs: readonly Token[]): string {
  const name = (token: Token | undefined) => (token ? quotedToken(token, 20) : t('nothing'));
  const named = different
    .slice(0, NAMED)
    .map(
      ({ ours: i, theirs: j }) =>
        `${name(i === undefined ? undefined : ours[i])} → ${name(j === undefined ? undefined : theirs[j])}`,
    );
  return t('Differences: {0}', named.join(', '));
}

export const alignmentStyles = css`
  .aligned { display: flex; flex-wrap: wrap; gap: 4px 2px; font-family: var(--vscode-editor-font-family); font-size: 12px; margin: 4px 0 12px; }
  .pair { display: inline-grid; grid-template-rows: auto auto; text-align: center; white-space: pre; border: 1px solid transparent; border-radius: 3px; padding: 0 2px; max-width: 100%; }
  .pair > span { overflow: hidden; text-overflow: ellipsis; }
  .pair.names { text-align: right; padding-right: 6px; color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 11px; align-items: center; }
  .pair.skipped { align-items: center; grid-template-rows: 1fr; color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 11px; padding: 0 6px; }
  .pair.differs { border-color: var(--ts-attention); background: color-mix(in srgb, var(--ts-attention) 14%, transparent); }
  .gap { color: var(--vscode-descriptionForeground); }
`;
