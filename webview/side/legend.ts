// What the colours in the editor mean: a scale with its numbers, and in words what is known of the document. Knows no
// token.
import { css, html, nothing, unsafeCSS } from 'lit';
import { type ColorState, type DocumentColorState, isDocumentMode, STEPS } from '../../src/contract/coloring.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { hundredths } from '../text/numbers.ts';

/** Where the steps of the tint by attention begin: src/editor/tintLevel.ts, whose first step is never reached. */
const SHARES = [0.02, 1 / 16, 9 / 64, 1 / 4, 25 / 64, 9 / 16, 49 / 64];

interface Step {
  readonly number: string;
  /** The class with its colour. */
  readonly color: string;
}

export function legend({ drawn, document, model }: ColorState, recompute: () => void) {
  if (isDocumentMode(drawn))
    return html`${scale(
      STEPS[drawn].map((least, i) => ({
        number: briefNumber(drawn === 'rank' ? least + 1 : least),
        color: `known${i + 1}`,
      })),
      drawn === 'rank' ? t('rank, from the second most probable token on') : t('surprisal in bits, at least'),
    )}
      ${stateWords(document, model, recompute)}`;
  if (drawn === 'attention') return scale(shares('share'), t('share of the attention in %, at least'));
  if (drawn === 'effect')
    return html`${scale(
      [...shares('against').toReversed(), ...shares('share')].filter((_, i) => i % 2 === 0),
      t('% of the strongest part, against and for'),
    )}
      <p class="quiet">${t('Tokens are tinted by what the tool of the panel measures. Without such a tool there is no tint.')}</p>`;
  return html`<p class="quiet">${t('The text has no colours.')}</p>`;
}

function shares(palette: 'share' | 'against'): readonly Step[] {
  const sign = palette === 'against' ? '−' : '';
  return SHARES.map((share, i) => ({ number: `${sign}${Math.round(share * 100)}`, color: `${palette}${i + 2}` }));
}

/** As wide as a step of a narrow view: 3000 → '3k' */
function briefNumber(value: number): string {
  return value < 1000 ? formatNumber(value, 1) : `${formatNumber(value / 1000)}k`;
}

/** The numbers are where each step begins. */
function scale(steps: readonly Step[], label: string) {
  return html`<div class="scale" role="img" aria-label=${`${label}: ${steps.map(({ number }) => number).join(', ')}`}>
    <div class="steps" aria-hidden="true">${steps.map(({ number, color }) => html`<span class="step ${color}">${number}</span>`)}</div>
    <div class="caption" aria-hidden="true">${label}</div>
  </div>`;
}

function stateWords(state: DocumentColorState, model: string, recompute: () => void) {
  const again = html`<button class="again" data-action="recompute" @click=${recompute}>${t('Compute Colours Again')}</button>`;
  switch (state.kind) {
    case 'none':
      return nothing;
    case 'empty':
      return html`<p class="quiet">${t('The document is empty: there is nothing to colour.')}</p>`;
    case 'too-long':
      return html`<p class="quiet">${t('The document has more than {0} characters, which is too much to be read whole. Explain a part of it instead.', formatNumber(state.most))}</p>`;
    case 'failed':
      return html`<p role="alert">${state.message}</p>${again}`;
    case 'reading':
      return html`<p class="quiet" role="status" data-state="reading">${state.of ? t('{0} is reading: {1} of {2} tokens', model, formatNumber(state.done), formatNumber(state.of)) : t('{0} begins to read…', model)}</p>`;
    case 'stale':
      return html`<p data-state="stale" role="status"><span class="step faded3" aria-hidden="true">${t('faded')}</span> ${state.recomputes ? t('Edited: what stands behind the first change is read again when you pause.') : t('Edited: what stands behind the first change is from before.')}</p>${state.recomputes ? nothing : again}`;
    case 'read':
      return html`<p class="quiet" data-state="read">${readWords(state, model)}</p>`;
  }
}

function readWords({ done, of, meanBits }: Extract<DocumentColorState, { kind: 'read' }>, model: string): string {
  const mean = hundredths(meanBits);
  return done < of
    ? t(
        '{0} of {1} tokens read by {2}, the rest as you scroll; {3} bits a token',
        formatNumber(done),
        formatNumber(of),
        model,
        mean,
      )
    : t('{0} tokens read by {1}; {2} bits a token', formatNumber(of), model, mean);
}

const step = (name: string, color: string) =>
  unsafeCSS(
    `.${name} { background: linear-gradient(var(--vscode-tokenscope-${color}), var(--vscode-tokenscope-${color})), var(--vscode-editor-background); }`,
  );
const line = (name: string, style: string) =>
  unsafeCSS(`.${name} { border-bottom: ${style} var(--vscode-tokenscope-surprisalUnderline); }`);

export const legendStyles = [
  css`
    .steps { display: flex; gap: 2px; }
    .step { flex: 1 1 0; min-width: 0; padding: 2px 0; text-align: center; border-radius: 2px; color: var(--vscode-editor-foreground); font-size: 11px; font-variant-numeric: tabular-nums; overflow: hidden; }
    p .step { display: inline-block; padding: 0 5px; border-bottom: 1px dotted var(--vscode-tokenscope-fadedUnderline); }
    .caption { margin-top: 4px; color: var(--vscode-descriptionForeground); }
    .again { align-self: flex-start; padding: 3px 10px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-button-border, transparent)); border-radius: 2px; background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); font: inherit; cursor: pointer; }
    .again:hover { background: var(--vscode-button-secondaryHoverBackground); }
  `,
  ...Array.from({ length: 8 }, (_, i) => step(`known${i + 1}`, `surprisalBackground${i + 1}`)),
  ...Array.from({ length: 8 }, (_, i) => step(`share${i + 1}`, `attentionBackground${i + 1}`)),
  ...Array.from({ length: 8 }, (_, i) => step(`against${i + 1}`, `againstBackground${i + 1}`)),
  ...Array.from({ length: 4 }, (_, i) => step(`faded${i + 1}`, `fadedBackground${i + 1}`)),
  ...Array.from({ length: 8 }, (_, i) =>
    line(`known${i + 1}`, ['1px dotted', '1px dashed', '1px solid', '2px solid'][i >> 1]),
  ),
];
