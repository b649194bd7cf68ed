// The head of the view: what is looked at, the sum under whose tokenizer, how much of the budget that is, and a bar of the
// categories that also is the legend of the colours. Knows no part.
import { css, html, nothing } from 'lit';
import type { ContextCategory } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { categoryName, groupOf } from './categories.ts';
import { countingWords } from './contextScreens.ts';
import type { Progress } from './contextState.ts';
import { share } from './nodeWords.ts';

export interface Summary {
  readonly title: string;
  readonly tokenizer: string;
  readonly tokens: number;
  /** Of what is checked. */
  readonly kept: number;
  readonly budget: number;
  /** What an agent has in its context from the beginning; undefined where that is not the question. */
  readonly always: number | undefined;
  /** Of a conversation: the model whose tokens these are as it receives them, or none where only contents are counted. */
  readonly conversation: { readonly model: string | undefined } | undefined;
  /** Of what is checked. */
  readonly categories: readonly (readonly [ContextCategory, number])[];
  readonly outdated: boolean;
  /** It is being counted again. */
  readonly counting: Progress | undefined;
  readonly complete: boolean;
  readonly remarks: readonly string[];
}

export interface SummaryActions {
  readonly chooseTokenizer: () => void;
  readonly chooseSubject: () => void;
  readonly refresh: () => void;
  readonly cancel: () => void;
  readonly checkAll: () => void;
  readonly copyMarkdown: () => void;
  readonly saveJson: () => void;
}

export function summary(shown: Summary, actions: SummaryActions) {
  const { title, tokenizer, tokens, kept, always, remarks } = shown;
  return html`<div class="head">
      <h1>${title}</h1>
      <div class="tools">
        <button data-action="choose" title=${t('Look at Something Else…')} @click=${actions.chooseSubject}>${t('Choose…')}</button>
        ${refreshOrCancel(shown, actions)}
        <button data-action="markdown" title=${t('Copy as Markdown')} @click=${actions.copyMarkdown}>${t('Copy as Markdown')}</button>
        <button data-action="json" title=${t('Save as JSON')} @click=${actions.saveJson}>JSON</button>
      </div>
    </div>
    <div class="sum">
      <span class="number" data-sum>${formatNumber(kept)}</span>
      <span class="unit">${t('tokens')}</span>
      <button class="tokenizer" data-action="tokenizer" title=${t('Choose Whose Tokens Are Counted')} @click=${actions.chooseTokenizer}>${tokenizer}<span class="caret" aria-hidden="true"></span></button>
      ${conversationWords(shown)}
      ${counting(shown)}
      ${budgetWords(shown)}
      ${always === undefined ? nothing : html`<span class="quiet" data-always>${t('{0} of them always, the others when they are needed', formatNumber(always))}</span>`}
      ${
        kept === tokens
          ? nothing
          : html`<span class="quiet" role="status">${t('of {0}; {1} unchecked', formatNumber(tokens), formatNumber(tokens - kept))}</span>
            <button class="link" data-action="check-all" @click=${actions.checkAll}>${t('Check All')}</button>`
      }
    </div>
    ${bar(shown)}
    ${notices(shown, actions)}
    ${remarks.map((remark) => html`<p class="notice">${remark}</p>`)}`;
}

function conversationWords({ conversation }: Summary) {
  if (!conversation) return nothing;
  const { model } = conversation;
  const words =
    model === undefined
      ? t('contents alone, without what a chat template puts around them')
      : t('as {0} receives it, with its chat template', model);
  return html`<span class="quiet" data-conversation>${words}</span>`;
}

function refreshOrCancel({ counting, outdated }: Summary, { refresh, cancel }: SummaryActions) {
  return counting
    ? html`<button data-action="cancel" @click=${cancel}>${t('Cancel')}</button>`
    : html`<button data-action="refresh" title=${t('Count Again')} ?data-urgent=${outdated} @click=${refresh}>${t('Refresh')}</button>`;
}

/** Beside the sum of last time, which stays as long as there is no other. */
function counting({ counting: progress }: Summary) {
  if (!progress) return nothing;
  const { done, of } = progress;
  return html`<span class="again"><progress max=${of || 1} value=${of > 0 ? done : nothing} aria-label=${t('Counting')}></progress>
    <span class="quiet" role="status">${countingWords(progress)}</span></span>`;
}

/** What is being counted again is neither out of date nor cancelled any more. */
function notices({ outdated, complete, counting: progress }: Summary, { refresh }: SummaryActions) {
  if (progress) return nothing;
  const again = html`<button class="link" @click=${refresh}>${t('Count Again')}</button>`;
  return html`${outdated ? html`<p class="notice" role="status">${t('A file has changed since it was counted.')} ${again}</p>` : nothing}
    ${complete ? nothing : html`<p class="notice" role="status">${t('Counting was cancelled: this is what was counted until then.')} ${again}</p>`}`;
}

function budgetWords({ kept, budget }: Summary) {
  if (budget <= 0) return nothing;
  const over = kept - budget;
  return over > 0
    ? html`<span class="over" data-budget>${t('{0} over the budget of {1}', formatNumber(over), formatNumber(budget))}</span>`
    : html`<span class="quiet" data-budget>${t('{0} of the budget of {1}', share(kept, budget), formatNumber(budget))}</span>`;
}

/** The whole width is the budget, or what is counted where that is more. */
function bar({ kept, budget, categories }: Summary) {
  const whole = Math.max(kept, budget, 1);
  const label = categories.map(([category, tokens]) => `${categoryName(category)} ${share(tokens, kept)}`).join(', ');
  return html`<div class="bar" role="img" aria-label=${label || t('Nothing is counted.')}>
      ${categories.map(([category, tokens]) => html`<span class="group group-${groupOf(category)}" .style=${`width: ${(100 * tokens) / whole}%`}></span>`)}
      ${budget > 0 && kept > budget ? html`<span class="limit" .style=${`left: ${(100 * budget) / whole}%`}></span>` : nothing}
    </div>
    <ul class="legend">${categories.map(
      ([category, tokens]) =>
        html`<li><span class="mark group group-${groupOf(category)}"></span>${categoryName(category)} <span class="quiet">${formatNumber(tokens)} · ${share(tokens, kept)}</span></li>`,
    )}</ul>`;
}

export const summaryStyles = css`
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
  h1 { flex: 1 1 200px; min-width: 0; margin: 0; font-size: 13px; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tools { display: flex; flex-wrap: wrap; gap: 4px; }
  .tools button { padding: 3px 8px; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; background: none; color: inherit; font: inherit; font-size: 12px; cursor: pointer; }
  .tools button:hover { background: var(--vscode-toolbar-hoverBackground); }
  .tools button[data-urgent] { background: var(--vscode-button-background); color: var(--vscode-button-foreground); }
  button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  .sum { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px; margin-top: 4px; }
  .number { font-size: 26px; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
  .tokenizer { display: inline-flex; align-items: center; gap: 6px; padding: 1px 8px; border: 1px solid var(--ts-hairline); border-radius: 10px; background: none; color: inherit; font: inherit; font-size: 12px; cursor: pointer; }
  .tokenizer:hover { background: var(--vscode-toolbar-hoverBackground); }
  .caret { width: 4px; height: 4px; margin-top: -3px; border: solid currentColor; border-width: 0 1px 1px 0; transform: rotate(45deg); }
  .again { display: inline-flex; align-items: center; gap: 8px; }
  .again progress { width: 90px; }
  .quiet { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
  .over { color: var(--vscode-errorForeground); font-weight: 600; font-variant-numeric: tabular-nums; }
  .link { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); font: inherit; cursor: pointer; text-decoration: underline; }
  .bar { position: relative; display: flex; gap: 1px; height: 14px; margin: 6px 0; border-radius: 3px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); outline: 1px solid var(--vscode-contrastBorder, transparent); }
  .bar .group { box-sizing: border-box; min-width: 2px; --ts-group-fill: 62%; }
  .bar .group:first-child { border-radius: 3px 0 0 3px; }
  .limit { position: absolute; top: -3px; bottom: -3px; width: 2px; background: var(--vscode-errorForeground); }
  .legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 0; padding: 0; list-style: none; font-size: 12px; }
  .legend li { display: flex; align-items: center; gap: 5px; }
  .mark { width: 12px; height: 12px; box-sizing: border-box; border-radius: 2px; }
  .notice { margin: 6px 0 0; padding: 4px 8px; border-left: 3px solid var(--vscode-editorInfo-foreground, var(--ts-accent)); background: color-mix(in srgb, var(--vscode-foreground) 6%, transparent); font-size: 12px; }
`;
