// The token at the caret: what it is, how surprising it was, and what the model expected in its place. Knows no document.
import { css, html, nothing } from 'lit';
import type { CaretToken } from '../../src/contract/coloring.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { hundredths, percent } from '../text/numbers.ts';
import { hexBytes, shortText } from '../text/visibleText.ts';

export function caretCard(token: CaretToken) {
  const { predicted } = token;
  return html`<section class="caret" aria-label=${t('The token at the caret')}>
    <div><code>${shortText(token, 24)}</code></div>
    <dl>
      ${row(t('id'), String(token.id))} ${row(t('bytes'), hexBytes(token.bytes) || '∅')}
      ${
        predicted &&
        html`${row(t('surprisal'), t('{0} bits', hundredths(predicted.bits)))} ${row(t('probability'), percent(token.probability))}
          ${row(t('rank'), t('{0} of {1}', formatNumber(predicted.rank + 1), formatNumber(predicted.vocabSize)))}`
      }
    </dl>
    ${predicted ? expected(token, predicted) : html`<p class="quiet">${t('The first token: nothing predicts it.')}</p>`}
  </section>`;
}

function row(name: string, value: string) {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

/** Bars are relative to the most probable token, the numbers beside them are not. */
function expected({ id, of }: CaretToken, { candidates, context }: NonNullable<CaretToken['predicted']>) {
  const from =
    of === 'document'
      ? t('Computed from the {0} tokens before it in the document.', formatNumber(context))
      : t('Computed from the {0} tokens before it in this text alone.', formatNumber(context));
  const most = candidates[0]?.probability || 1;
  return html`<h2>${t('Expected in its place')}</h2>
    <div class="expected" role="list" aria-label=${t('Expected in its place')}>
      ${candidates.map(
        (
          one,
        ) => html`<div role="listitem" class=${one.id === id ? 'actual' : nothing} title=${one.id === id ? t('the token that is there') : nothing}>
          <span class="name">${one.id === id ? '✓ ' : ''}${shortText(one, 16)}</span>
          <span class="track" aria-hidden="true"><span class="fill" .style=${`width:${(one.probability / most) * 100}%`}></span></span>
          <span class="value">${percent(one.probability)}</span></div>`,
      )}
    </div>
    <p class="quiet">${from}</p>`;
}

export const caretStyles = css`
  .caret { display: flex; flex-direction: column; gap: 8px; }
  .caret code { font-size: 17px; font-weight: 600; padding: 1px 6px; }
  code { font-family: var(--vscode-editor-font-family); white-space: pre; border-radius: var(--ts-radius); background: var(--ts-odd); border: 1px solid var(--vscode-contrastBorder, transparent); }
  dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; margin: 0; }
  dt { color: var(--vscode-descriptionForeground); }
  dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
  h2 { margin: 0; font-size: 11px; font-weight: 600; text-transform: none; }
  .expected { display: flex; flex-direction: column; gap: 1px; }
  .expected div { display: grid; grid-template-columns: minmax(0, 9em) minmax(40px, 1fr) 4.5em; gap: 8px; align-items: center; height: 20px; padding: 0 4px; }
  .expected .actual { font-weight: 600; }
  .expected .fill { min-width: 1px; background: var(--vscode-charts-purple, #b180d7); }
`;
