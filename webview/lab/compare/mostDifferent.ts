// Draws the tokens that are most differently surprising to both sides, as a table. Knows one comparison.
import { css, html, type TemplateResult } from 'lit';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { percent, signed } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { differencesOf } from './differences.ts';
import { type Compare, nameOfPiece } from './words.ts';

/** Rows of the table. */
const ROWS = 8;
/** In bits; less is not worth a line. */
const WORTH_A_LINE = 0.05;

export function differencesView(compare: Compare, select: (piece: number) => void): TemplateResult {
  const { ourBits, theirBits, done } = compare.known;
  const differences = differencesOf(compare.known);
  const order = [...differences.keys()]
    .filter((i) => Math.abs(differences[i]) >= WORTH_A_LINE)
    .sort((a, b) => Math.abs(differences[b]) - Math.abs(differences[a]))
    .slice(0, ROWS);
  if (order.length === 0)
    return html`<p class="hint">${done < ourBits.length ? t('Computing…') : t('No token is more or less surprising to one of them.')}</p>`;
  const cell = (bits: number) => html`<td class="number-cell">${percent(2 ** -bits)}</td>`;
  const row = (piece: number, i: number) =>
    html`<tr><th scope="row"><button class="mono" data-piece=${piece} tabindex=${i === 0 ? 0 : -1} @click=${() => select(piece)}>${shortText(nameOfPiece(compare, piece), 16)}</button></th>${cell(ourBits[piece])}${cell(theirBits[piece])}<td class="number-cell ${differences[piece] < 0 ? 'less' : 'more'}">${signed(differences[piece])}</td></tr>`;
  return html`<table class="differences"><thead><tr><th>${t('token')}</th><th class="number-cell">${t('probability in A')}</th><th class="number-cell">${t('in B')}</th><th class="number-cell">${t('surprise of B less that of A, bits')}</th></tr></thead>
    <tbody @keydown=${rove}>${order.map(row)}</tbody></table>`;
}

export const differencesStyles = css`
  .differences th { color: inherit; }
  .differences thead th { color: var(--vscode-descriptionForeground); vertical-align: bottom; }
  .differences thead th:last-child { white-space: normal; max-width: 11em; }
  .differences button { border: 0; background: none; color: inherit; padding: 1px 2px; margin: 0 -2px; border-radius: 2px; cursor: pointer; text-align: left; font-size: 12px; }
  .differences button:hover { text-decoration: underline; }
  .differences :is(.more, .less)::before { content: ''; display: inline-block; width: 8px; height: 8px; border-radius: 2px; margin-right: 6px; background: var(--ts-attention); }
  .differences .less::before { background: var(--ts-below); }
`;
