// The header of the panel: where the text comes from, which model reads it and how much of its context is used; below
// it notices, where the reader should know of something. Knows the panel's content, asks the engine nothing.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { PanelState } from '../state/state.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { fallback, runningFacts } from './runningFacts.ts';
import { sentTo } from './screens.ts';

/** `explainAgain` is offered where the text was edited after it was explained. */
export function header(state: PanelState, explainAgain: () => void): TemplateResult | typeof nothing {
  if (state.content.kind !== 'explained') return nothing;
  const { summary, source } = state.content;
  const { model } = summary;
  const used = state.tokens.length;
  const instead = fallback(model);
  const cut = summary.explainedTo < summary.textLength;
  return html`<div class="header">
      <div class="model"><h1>${source.label}</h1><span>${t('line {0}', formatNumber(source.line))}</span></div>
      <div class="facts" title=${t('{0} parameters, vocabulary of {1}', formatNumber(model.parameters), formatNumber(model.vocabSize))}>
        ${t('{0}: {1}, {2} layers × {3} heads, width {4}', model.name, model.architecture, model.layers, model.heads, model.dModel)}
      </div>
      ${runningFacts(model)}
      <div class="context">
        <span>${t('{0} of {1} tokens', formatNumber(used), formatNumber(model.context))}</span>
        <meter min="0" max=${model.context} .value=${used} aria-label=${t('Context used')}></meter>
        <span class="ms">${t('{0} ms', formatNumber(summary.tokenizeMs + summary.prefillMs, 0))}</span>
      </div>
    </div>
    ${model.remote ? notice(sentTo(model.remote)) : nothing}
    ${instead ? notice(instead) : nothing}
    ${cut ? notice(t('The model reads {0} tokens at a time: explained are the first {1} of {2} characters.', formatNumber(model.context), formatNumber(summary.explainedTo), formatNumber(summary.textLength))) : nothing}
    ${source.stale ? notice(t('The text was edited since; tokens no longer match the editor.'), html`<vscode-button data-action="again" @click=${explainAgain}>${t('Explain Again')}</vscode-button>`) : nothing}`;
}

/** A highlighted line, which screen readers announce when it appears. */
export function notice(text: string, action?: TemplateResult): TemplateResult {
  return html`<div class="notice" role="status"><span>${text}</span>${action ?? nothing}</div>`;
}

/** Shown while a page is made: how much is still to be computed. */
export function exporting(left: number, cancel: () => void): TemplateResult {
  const button = html`<vscode-button secondary data-action="cancel-export" @click=${cancel}>${t('Cancel')}</vscode-button>`;
  return html`<div data-control>${notice(t('Preparing the page: {0} charts to come', formatNumber(left)), button)}</div>`;
}

export const headerStyles = css`
  .header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; padding: 10px 20px; font-size: 12px; font-variant-numeric: tabular-nums; }
  .model { display: flex; gap: 8px; align-items: baseline; }
  h1 { margin: 0; font-size: inherit; font-weight: 600; }
  .model span, .facts, .ms { color: var(--vscode-descriptionForeground); }
  .context { margin-left: auto; display: flex; gap: 8px; align-items: center; }
  meter { width: 80px; height: 8px; border: 0; background: none; border-radius: 4px; }
  meter::-webkit-meter-inner-element { display: grid; }
  meter::-webkit-meter-bar { background: color-mix(in srgb, var(--vscode-foreground) 14%, transparent); border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 4px; height: 8px; }
  meter::-webkit-meter-optimum-value { background: var(--vscode-progressBar-background, #0078d4); border-radius: 4px; }
  .notice { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; margin: 0 20px 10px; padding: 8px 12px; border-left: 3px solid var(--vscode-editorInfo-foreground, #3794ff); background: color-mix(in srgb, var(--vscode-editorInfo-foreground, #3794ff) 10%, transparent); font-size: 12px; }
  /* In a low panel, or one that is enlarged, only what is needed to know which text this is. */
  @media (max-height: 420px) {
    .header { flex-wrap: nowrap; padding: 4px 20px; white-space: nowrap; overflow: hidden; }
    .header > :is(.facts, .precision, .provider), .context .ms { display: none; }
    .model { min-width: 0; }
    h1 { overflow: hidden; text-overflow: ellipsis; }
    .context { flex: none; }
    .notice { margin: 0 20px 4px; padding: 2px 8px; }
  }
`;
