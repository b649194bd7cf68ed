// Draws which tokens of the text have become more or less surprising. Knows one answer.
import { css, html, type TemplateResult } from 'lit';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { WhatIfSurprisals } from '../../../src/contract/whatIf.ts';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { hundredths, signed } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import type { ToolContext } from '../toolContext.ts';
import { surprisalChange } from './surprisalChange.ts';

/** Rows of the table: the strongest changes. */
const ROWS = 6;

export function surprisalView(
  answer: WhatIfSurprisals,
  { tokens }: Pick<ToolContext, 'tokens'>,
  select: (token: TokenIndex) => void,
): TemplateResult {
  const { changes, order, mean } = surprisalChange(answer);
  if (order.length === 0)
    return html`<p class="hint">${t('No token of the text has become more or less surprising.')}</p>`;
  const row = (token: number, i: number) =>
    html`<tr><th scope="row"><button class="mono" tabindex=${i === 0 ? 0 : -1} @click=${() => select(token as TokenIndex)}>${shortText(tokens[token], 16)} <span class="place">${token}</span></button></th><td class="number-cell">${hundredths(answer.before[token])}</td><td class="number-cell">${hundredths(answer.after[token])}</td><td class="number-cell">${signed(changes[token])}</td></tr>`;
  return html`<p class="hint">${t('On average the surprise of a token changed by {0} bits. Most changed:', signed(mean))}</p>
    <table class="surprisals"><thead><tr><th>${t('token')}</th><th class="number-cell">${t('before')}</th><th class="number-cell">${t('after')}</th><th class="number-cell">${t('change in bits')}</th></tr></thead>
      <tbody @keydown=${rove}>${order.slice(0, ROWS).map(row)}</tbody></table>`;
}

export const surprisalStyles = css`
  .surprisals th { color: inherit; }
  .surprisals thead th { color: var(--vscode-descriptionForeground); }
  .surprisals button { border: 0; background: none; color: inherit; padding: 1px 2px; margin: 0 -2px; border-radius: 2px; cursor: pointer; text-align: left; font-size: 12px; }
  .surprisals button:hover { text-decoration: underline; }
  .place { color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 10px; font-variant-numeric: tabular-nums; }
`;
