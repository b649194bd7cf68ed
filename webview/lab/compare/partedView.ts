// Draws the tokens whose residual streams are furthest apart behind the last layer, as a table: for models that are asked for no
// next token, in the place of how surprising tokens are. Knows one comparison.
import { html, type TemplateResult } from 'lit';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { hundredths } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { distancesOf, partingOf } from './differences.ts';
import { type Compare, nameOfPiece } from './words.ts';

/** Rows of the table. */
const ROWS = 8;
/** Less is not worth a line: a cosine of 0.999 or more. */
const WORTH_A_LINE = 0.001;

export function partedView(compare: Compare, select: (piece: number) => void): TemplateResult {
  const { streams } = compare;
  if (!streams) return html`<p class="hint">${t('Computing…')}</p>`;
  const distances = distancesOf(streams);
  const order = [...distances.keys()]
    .filter((piece) => distances[piece] >= WORTH_A_LINE)
    .sort((a, b) => distances[b] - distances[a])
    .slice(0, ROWS);
  if (order.length === 0) return html`<p class="hint">${t('Behind the last layer all streams are the same.')}</p>`;
  const parting = partingOf(streams);
  const last = (streams.rows - 1) * streams.columns;
  const row = (piece: number, i: number) =>
    html`<tr><th scope="row"><button class="mono" data-piece=${piece} tabindex=${i === 0 ? 0 : -1} @click=${() => select(piece)}>${shortText(nameOfPiece(compare, piece), 16)}</button></th><td class="number-cell">${hundredths(streams.values[last + piece])}</td><td class="number-cell">${parting[piece] ?? '–'}</td></tr>`;
  return html`<table class="differences"><thead><tr><th>${t('token')}</th><th class="number-cell">${t('cosine')}</th><th class="number-cell">${t('parted from layer')}</th></tr></thead>
    <tbody @keydown=${rove}>${order.map(row)}</tbody></table>`;
}
