// Says how far measuring has come, and lets the reader start, stop and go on. Knows counts, not what is measured.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing } from 'lit';
import type { Mattered, RemovalMode } from '../../../src/contract/mattered.ts';
import { failureWords } from '../../state/failureWords.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { readingsOf } from './measuredParts.ts';
import type { Measuring } from './measuring.ts';
import { about, times } from './partWords.ts';

/** One button is at the same place in all phases, so that it keeps the focus. */
export function progress(measuring: Measuring, known: Mattered, mode: RemovalMode) {
  const { phase } = measuring;
  const [of, going] = [known.readings + known.left, phase === 'measuring'];
  return html`<div class="progress"><p class="stands" role=${going ? nothing : 'status'}>${standsAt(measuring, known, mode)}</p>
    ${going ? html`<div class="track" role="progressbar" aria-label=${t('Readings of the text')} aria-valuemin="0" aria-valuemax=${of} aria-valuenow=${known.readings}><span .style=${`width: ${((100 * known.readings) / (of || 1)).toFixed(1)}%`}></span></div>` : nothing}
    ${phase === 'done' ? nothing : html`<vscode-button data-control data-action="measure-parts" ?secondary=${going} @click=${() => (going ? measuring.stop() : measuring.start())}>${buttonName(measuring)}</vscode-button>`}</div>`;
}

function buttonName({ phase }: Measuring): string {
  if (phase === 'measuring') return t('Cancel');
  return phase === 'planned' ? t('Start') : t('Continue');
}

function standsAt({ phase, failure }: Measuring, known: Mattered, mode: RemovalMode): string {
  const [read, of] = [formatNumber(known.readings), formatNumber(known.readings + known.left)];
  switch (phase) {
    case 'planning':
    case 'planned':
      return t(
        'The text will be read again at least {0}, {1} in all. Finer parts of what turns out to matter may add some.',
        times(known.left),
        about(known.leftMs),
      );
    case 'measuring':
      return t('{0} of {1} readings; finer parts may add some.', read, of);
    case 'stopped':
      return t('Stopped after {0} of {1} readings. What was measured stays.', read, of);
    case 'failed':
      return `${failureWords(failure)} ${t('What was measured stays: {0} of {1} readings.', read, of)}`;
    case 'done':
      return mode === 'hide'
        ? t(
            'Measured: the model read the text again {0}. Hidden tokens stay in place; the others cannot attend to them.',
            times(readingsOf(known.parts)),
          )
        : t(
            'Measured: the model read the text again {0}, each time without a part and cut into tokens anew.',
            times(readingsOf(known.parts)),
          );
  }
}

export const progressStyles = css`
  .progress { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; min-height: 28px; margin: 0 0 8px; font-size: 12px; }
  .stands { margin: 0; max-width: 68ch; line-height: 1.45; font-variant-numeric: tabular-nums; }
  .track { flex: 0 1 140px; height: 6px; border-radius: 3px; overflow: hidden; box-sizing: border-box; border: 1px solid var(--ts-track); }
  .track span { display: block; height: 100%; background: var(--ts-accent); }
`;
