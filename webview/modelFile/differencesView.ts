// How far each tensor is from the reference, as a table, with the sum above it.
import { css, html, nothing } from 'lit';
import type { ShownDifference, ShownDifferences } from '../../src/contract/modelFileApi.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { percent, short } from '../text/numbers.ts';
import { shapeText } from './tensorRows.ts';
import './virtualGrid.ts';
import type { GridEvent } from './gridKeys.ts';

/** Names that only one file has are listed up to so many. */
const MOST_NAMED = 6;

export interface DifferenceActions {
  readonly onRow: (row: number) => void;
  readonly again: () => void;
}

export function differencesView(differences: ShownDifferences, active: number, { onRow, again }: DifferenceActions) {
  const { tensors, relativeError, complete, onlyOurs, onlyReference } = differences;
  const compared = tensors.filter(({ relativeError: error }) => error !== undefined);
  const changed = compared.filter(({ relativeError: error = 0 }) => error > 0);
  const top = tensors.reduce(
    (most, { relativeError: error = 0 }) => (Number.isFinite(error) ? Math.max(most, error) : most),
    0,
  );
  const cells = (row: number) => cellsOf(tensors[row], top);
  return html`<div class="facts" role="status">
      ${fact(relativeError === undefined ? '–' : percent(relativeError), t('relative error of all weights, ‖a − b‖ / ‖b‖'))}
      ${fact(`${formatNumber(changed.length)} / ${formatNumber(compared.length)}`, t('tensors have other numbers'))}
    </div>
    ${complete ? nothing : html`<p class="note">${t('It was cancelled: this is what was compared until then.')} <button class="link" @click=${again}>${t('Compare Again')}</button></p>`}
    ${only(onlyOurs, t('Only the measured file has: {0}', named(onlyOurs)))}
    ${only(onlyReference, t('Only the reference has: {0}', named(onlyReference)))}
    ${
      tensors.length === 0
        ? html`<p class="note">${t('No tensor of the two has the same name: they are not of one model.')}</p>`
        : html`<ts-virtual-grid .columns=${columns()} .count=${tensors.length} .cellsOf=${cells} .active=${active} .label=${t('Differences of tensors')} @grid-event=${({ detail }: CustomEvent<GridEvent>) => detail.kind === 'active' && onRow(detail.row)}></ts-virtual-grid>`
    }`;
}

export function fact(value: string, label: string) {
  return html`<div class="fact"><span class="value">${value}</span><span class="label">${label}</span></div>`;
}

function only(names: readonly string[], words: string) {
  return names.length === 0 ? nothing : html`<p class="note">${words}</p>`;
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? t('{0} and {1} more', shown, formatNumber(names.length - MOST_NAMED)) : shown;
}

function columns() {
  return [
    { id: 'error', label: t('Relative Error'), width: '136px' },
    { id: 'name', label: t('Name'), width: 'minmax(150px, 1fr)' },
    { id: 'types', label: t('Type'), width: '110px', from: 520 },
    { id: 'shape', label: t('Shape'), width: '126px', numeric: true, from: 620 },
    { id: 'rms', label: t('RMS Error'), width: '84px', numeric: true, from: 720 },
    { id: 'largest', label: t('Largest Error'), width: '96px', numeric: true, from: 820 },
  ];
}

function cellsOf(difference: ShownDifference, top: number) {
  const { name, types, shape, relativeError, rootMeanSquare, largest, problem } = difference;
  const [ours, reference] = types;
  return {
    error: relativeError === undefined ? html`<span class="problem">–</span>` : errorCell(relativeError, top),
    name: html`<span class="code" title=${problem ?? name}>${name}</span>${problem ? html` <span class="problem">${problem}</span>` : nothing}`,
    types: ours === reference ? ours : html`${ours} <span class="quiet">← ${reference}</span>`,
    shape: shapeText(shape),
    rms: rootMeanSquare === undefined ? '' : short(rootMeanSquare),
    largest: largest === undefined ? '' : short(largest),
  };
}

function errorCell(error: number, top: number) {
  const share = top > 0 && Number.isFinite(error) ? error / top : error > 0 ? 1 : 0;
  return html`<span class="bar"><span class="fill" .style=${`width: ${100 * share}%`} ?hidden=${share === 0}></span></span>${Number.isFinite(error) ? percent(error) : '∞'}`;
}

export const differenceStyles = css`
  .facts { flex: none; display: flex; flex-wrap: wrap; gap: 6px 28px; padding: 2px 12px 8px; }
  .fact { display: flex; flex-direction: column; }
  .value { font-size: 20px; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
  .label { color: var(--vscode-descriptionForeground); font-size: 12px; }
  .note { flex: none; margin: 0 12px 8px; padding: 4px 8px; border-left: 3px solid var(--vscode-editorInfo-foreground, var(--ts-accent)); background: color-mix(in srgb, var(--vscode-foreground) 6%, transparent); font-size: 12px; overflow-wrap: anywhere; }
  .link { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); font: inherit; cursor: pointer; text-decoration: underline; }
  ts-virtual-grid { flex: 1; min-height: 120px; }
`;
