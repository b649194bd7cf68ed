// How two models read one text, as sums and token by token.
import { html, nothing } from 'lit';
import type { ExpectedToken, TextDifferences, TokenDifference } from '../../src/contract/modelFileApi.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { hundredths, percent, short } from '../text/numbers.ts';
import { visibleText } from '../text/visibleText.ts';
import { fact } from './differencesView.ts';
import { isChanged, textDifferenceFacts } from './textDifferenceFacts.ts';
import './virtualGrid.ts';
import type { GridEvent } from './gridKeys.ts';

export function textDifferencesView(found: TextDifferences, active: number, onRow: (row: number) => void) {
  const { tokens, sameVocabulary, isCut } = found;
  const facts = textDifferenceFacts(tokens);
  const top = facts.largestDivergence ?? 0;
  const cells = (row: number) => cellsOf(tokens[row], top);
  return html`<div class="facts" role="status">
      ${facts.meanDivergence === undefined ? nothing : fact(t('{0} bits', short(facts.meanDivergence)), t('mean Kullback–Leibler divergence'))}
      ${fact(`${formatNumber(facts.changedTop)} / ${formatNumber(facts.predicted)}`, t('most expected tokens changed'))}
      ${facts.measuredPerplexity === undefined || facts.referencePerplexity === undefined ? nothing : fact(`${perplexityText(facts.measuredPerplexity)} / ${perplexityText(facts.referencePerplexity)}`, t('perplexity, measured and reference'))}
    </div>
    ${sameVocabulary ? nothing : html`<p class="note">${t('The two have other vocabularies, so that their distributions cannot be compared token by token.')}</p>`}
    ${isCut ? html`<p class="note">${t('The text goes on: this is its beginning.')}</p>` : nothing}
    <ts-virtual-grid .columns=${columns()} .count=${tokens.length} .cellsOf=${cells} .active=${active} .label=${t('Differences along the text')} @grid-event=${({ detail }: CustomEvent<GridEvent>) => detail.kind === 'active' && onRow(detail.row)}></ts-virtual-grid>`;
}

function columns() {
  return [
    { id: 'token', label: t('Behind'), width: 'minmax(90px, 1fr)' },
    { id: 'divergence', label: t('Divergence (bits)'), width: '136px', from: 340 },
    { id: 'measured', label: t('The Measured Expects'), width: 'minmax(110px, 1fr)' },
    { id: 'reference', label: t('The Reference Expects'), width: 'minmax(110px, 1fr)' },
    { id: 'bits', label: t('Surprise (bits)'), width: '110px', numeric: true, from: 620 },
  ];
}

function cellsOf(token: TokenDifference, top: number) {
  const { text, divergence, measured, reference, measuredBits, referenceBits } = token;
  const share = top > 0 ? (divergence ?? 0) / top : 0;
  const changed = isChanged(token);
  const bits =
    measuredBits === undefined || referenceBits === undefined
      ? ''
      : `${hundredths(measuredBits)} / ${hundredths(referenceBits)}`;
  return {
    token: html`<span class="piece">${visibleText({ text, bytes: [] })}</span>`,
    divergence:
      divergence === undefined
        ? '–'
        : html`<span class="bar"><span class="fill" .style=${`width: ${100 * share}%`} ?hidden=${share === 0}></span></span>${short(divergence)}`,
    measured: expected(measured, changed),
    reference: expected(reference, false),
    bits,
  };
}

/** What changed has a sign, since colour alone tells nobody who does not see it. */
function expected(token: ExpectedToken | undefined, changed: boolean) {
  if (!token) return '–';
  return html`<span class="piece">${visibleText(token)}</span> <span class="quiet">${percent(token.probability)}</span>${changed ? html` <span class="changed" title=${t('Another token than the reference expects')}>≠</span>` : nothing}`;
}

/** Beyond a thousand, what follows the point says nothing. */
function perplexityText(value: number): string {
  return value < 1000 ? hundredths(value) : formatNumber(value);
}
