// The header of the panel: where the text comes from, which model reads it and how much of its context is used; below
// it notices, where the reader should know of something. What comes and goes is laid over it, so that nothing moves. Knows
// the panel's content, asks the engine nothing.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { ModelInfo, RunSummary } from '../../src/contract/engineApi.ts';
import type { PanelState } from '../state/panelState.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { fallback, runningFacts } from './runningFacts.ts';
import { sentTo } from './screens.ts';

interface HeaderActions {
  /** Offered where the text was edited after it was explained. */
  explainAgain(): void;
  /** Offered where the engine is gone. */
  readAgain(): void;
  /** While a page is made of everything. */
  cancelExport(): void;
}

/** `chartsToCome`: how many are computed before a page can be made of everything. */
export function header(
  state: PanelState,
  chartsToCome: number,
  { explainAgain, readAgain, cancelExport }: HeaderActions,
): TemplateResult | typeof nothing {
  if (state.content.kind !== 'explained') return nothing;
  const { summary, source } = state.content;
  const { model } = summary;
  const used = state.tokens.length;
  const instead = fallback(model);
  const cut = summary.explainedTo < summary.textLength;
  return html`<div class="header">
      <div class="model"><h1>${source.label}</h1><span>${t('line {0}', formatNumber(source.line))}</span></div>
      <div class="facts" title=${t('{0} parameters, vocabulary of {1}', formatNumber(model.parameters), formatNumber(model.vocabSize))}>
        ${sizesInWords(model)}
      </div>
      ${runningFacts(model)}
      <div class="context">
        ${contextUsed(model, used)}
        <span class="ms" title=${knownInWords(summary)}>${t('{0} ms', formatNumber(summary.tokenizeMs + summary.prefillMs, 0))}</span>
      </div>
      ${state.lost === undefined ? nothing : over(lost(state.lost, readAgain))}${source.stale ? over(stale(source.label, explainAgain)) : nothing}${state.whole ? over(exporting(chartsToCome, cancelExport)) : nothing}
    </div>
    ${model.remote ? notice(sentTo(model.remote)) : nothing}
    ${instead ? notice(instead) : nothing}
    ${cut ? notice(cutInWords(summary)) : nothing}`;
}

function contextUsed({ context, endless }: ModelInfo, used: number) {
  if (endless) return html`<span>${t('{0} tokens, no limit', formatNumber(used))}</span>`;
  return html`<span>${t('{0} of {1} tokens', formatNumber(used), formatNumber(context))}</span>
        <meter min="0" max=${context} .value=${used} aria-label=${t('Context used')}></meter>`;
}

/** Nothing where all of the text was read. */
function knownInWords({ known, tokens }: RunSummary): string {
  return known > 0
    ? t('{0} of {1} tokens were known from an earlier reading.', formatNumber(known), formatNumber(tokens.length))
    : '';
}

function cutInWords({ model, explainedTo, textLength }: RunSummary): string {
  const numbers = [formatNumber(model.context), formatNumber(explainedTo), formatNumber(textLength)] as const;
  return model.endless
    ? t(
        'The model has no limit, but here texts end at {0} tokens: explained are the first {1} of {2} characters.',
        ...numbers,
      )
    : t('The model reads {0} tokens at a time: explained are the first {1} of {2} characters.', ...numbers);
}

function sizesInWords({ name, architecture, layers, heads, layerHeads, dModel }: ModelInfo): string {
  const attending = layerHeads.filter((one) => one.heads > 0).length;
  if (attending === 0)
    return t('{0}: {1}, {2} layers without attention, width {3}', name, architecture, layers, dModel);
  return attending === layers
    ? t('{0}: {1}, {2} layers × {3} heads, width {4}', name, architecture, layers, heads, dModel)
    : t(
        '{0}: {1}, {2} layers, {3} of them with {4} heads, width {5}',
        name,
        architecture,
        layers,
        attending,
        heads,
        dModel,
      );
}

/** It hides facts about an explanation that is out of date, but for the name of the file. */
function stale(label: string, explainAgain: () => void): TemplateResult {
  const button = html`<vscode-button data-action="again" @click=${explainAgain}>${t('Explain Again')}</vscode-button>`;
  const words = html`<strong>${label}</strong> ${t('The text was edited since; tokens no longer match the editor.')}`;
  return notice(words, button);
}

/** Everything that was computed stays in sight until the text is read again; what was generated is then brought back. */
function lost(reason: string, readAgain: () => void): TemplateResult {
  const button = html`<vscode-button data-action="read-again" @click=${readAgain}>${t('Read the Text Again')}</vscode-button>`;
  return notice(html`${reason} ${t('What was computed stays.')}`, button);
}

/** In place of the header, as long as it is there; not in an exported page. */
function over(content: TemplateResult): TemplateResult {
  return html`<div class="over" data-control>${content}</div>`;
}

/** A highlighted line, which screen readers announce when it appears. */
function notice(text: string | TemplateResult, action?: TemplateResult): TemplateResult {
  return html`<div class="notice" role="status"><span>${text}</span>${action ?? nothing}</div>`;
}

/** Shown while a page is made: how much is still to be computed. */
function exporting(left: number, cancel: () => void): TemplateResult {
  const button = html`<vscode-button secondary data-action="cancel-export" @click=${cancel}>${t('Cancel')}</vscode-button>`;
  return notice(t('Preparing the page: {0} charts to come', formatNumber(left)), button);
}

export const headerStyles = css`
  .header { position: relative; display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; padding: 10px 20px; font-size: 12px; font-variant-numeric: tabular-nums; }
  .model { display: flex; gap: 8px; align-items: baseline; }
  h1 { margin: 0; font-size: inherit; font-weight: 600; }
  .model span, .facts, .ms { color: var(--vscode-descriptionForeground); }
  .context { margin-left: auto; display: flex; gap: 8px; align-items: center; }
  meter { width: 80px; height: 8px; border: 0; background: none; border-radius: 4px; }
  meter::-webkit-meter-inner-element { display: grid; }
  meter::-webkit-meter-bar { background: color-mix(in srgb, var(--vscode-foreground) 14%, transparent); border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 4px; height: 8px; }
  meter::-webkit-meter-optimum-value { background: var(--vscode-progressBar-background, #0078d4); border-radius: 4px; }
  .notice { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; margin: 0 20px 10px; padding: 8px 12px; border-left: 3px solid var(--vscode-editorInfo-foreground, #3794ff); background: color-mix(in srgb, var(--vscode-editorInfo-foreground, #3794ff) 10%, var(--vscode-editor-background)); font-size: 12px; }
  /* As high as the header, or higher where the words need more lines: then it covers some of the map for a while. */
  .over { position: absolute; z-index: 1; inset: 0 0 auto; min-height: 100%; display: flex; }
  .over .notice { flex: 1; margin: 0; padding: 4px 20px 4px 17px; }
  .over .notice > span { flex: 1 1 140px; min-width: 0; overflow-wrap: anywhere; }
  .over vscode-button { flex: none; }
  /* In a low panel, or one that is enlarged, only what is needed to know which text this is. */
  @media (max-height: 420px) {
    .header { flex-wrap: nowrap; padding: 4px 20px; white-space: nowrap; overflow: hidden; }
    .header > :is(.facts, .precision, .provider), .context .ms { display: none; }
    .model { min-width: 0; }
    h1 { overflow: hidden; text-overflow: ellipsis; }
    .context { flex: none; }
    .header:has(.over) { overflow: visible; }
    .over { white-space: normal; }
    .header ~ .notice { margin: 0 20px 4px; padding: 2px 8px; }
  }
`;
