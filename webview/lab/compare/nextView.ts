// Draws two distributions of the next token, one to the left and one to the right of its names. Knows one answer.
import { css, html, type TemplateResult } from 'lit';
import type { ComparedCandidate, ComparedNext } from '../../../src/contract/compared.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';
import { shortText, visibleText } from '../../text/visibleText.ts';

/** Rows; the answer may have twice as many. */
const ROWS = 10;

/** `names` are those of both sides. */
export function nextView(
  answer: ComparedNext,
  names: { readonly ours: string; readonly theirs: string },
): TemplateResult {
  const shown = answer.candidates.slice(0, ROWS);
  const most = shown.reduce((highest, { ours = 0, theirs = 0 }) => Math.max(highest, ours, theirs), 0) || 1;
  return html`<table class="both-next"><colgroup><col class="number" /><col /><col class="name" /><col /><col class="number" /></colgroup><thead><tr><th class="side left" colspan="2" title=${names.ours}><span class="letter">A</span> ${names.ours}</th><td></td><th class="side" colspan="2" title=${names.theirs}><span class="letter theirs">B</span> ${names.theirs}</th></tr></thead>
      <tbody>${shown.map((one) => row(one, most))}</tbody></table>
    <p class="hint">${inWords(answer)}</p>`;
}

function row(one: ComparedCandidate, most: number): TemplateResult {
  const bar = (probability: number | undefined, side: string) =>
    html`<td class="bar-cell ${side}" aria-hidden="true"><span class="bar ${side}" .style=${`width:${(((probability ?? 0) / most) * 100).toFixed(2)}%`}></span></td>`;
  return html`<tr><td class="number-cell">${shown(one.ours)}</td>${bar(one.ours, 'left')}<th scope="row" class="mono" title=${visibleText(one)}>${shortText(one, 14)}</th>${bar(one.theirs, 'right')}<td class="number-cell right">${shown(one.theirs)}</td></tr>`;
}

/** A dash where the vocabulary has no such token. */
function shown(probability: number | undefined): TemplateResult | string {
  return probability === undefined
    ? html`<span title=${t('not one token of this vocabulary')}>–</span>`
    : percent(probability);
}

function inWords({ ourEntropy, theirEntropy, divergence }: ComparedNext): string {
  const unsure = t('Entropy: A {0}, B {1} bits.', hundredths(ourEntropy), hundredths(theirEntropy));
  if (divergence === undefined)
    return `${unsure} ${t('The vocabularies are not the same, so the distributions have no divergence; tokens that write the same share a line.')}`;
  return `${unsure} ${t('Divergence (Jensen–Shannon): {0} bits, from 0 for the same to 1 for no token in common.', smallNumber(divergence))}`;
}

/** An exact 0 alone is 0: 0.00002 → '< 0.0001' */
function smallNumber(bits: number): string {
  if (bits > 0 && bits < 0.0001) return `< ${formatNumber(0.0001, 4)}`;
  return formatNumber(bits, bits < 0.1 ? 4 : 2);
}

export const nextStyles = css`
  .both-next { width: 100%; max-width: 620px; table-layout: fixed; }
  .both-next :is(td, th) { padding: 1px 4px; }
  .both-next col.number { width: 5.2em; }
  .both-next col.name { width: 24%; }
  .both-next .number-cell.right { text-align: left; }
  .both-next tbody th { text-align: center; color: inherit; overflow: hidden; text-overflow: ellipsis; }
  .both-next .side { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .both-next .left { text-align: right; }
  .bar { display: inline-block; height: 10px; vertical-align: middle; border-radius: 2px; box-sizing: border-box; border: 1px solid var(--vscode-foreground); }
  .bar.left { background: transparent; }
  .bar.right { background: color-mix(in srgb, var(--vscode-foreground) 70%, transparent); }
  .letter { display: inline-block; min-width: 1.3em; text-align: center; border: 1px solid var(--vscode-foreground); border-radius: 8px; font-size: 10px; line-height: 1.4; color: var(--vscode-foreground); }
  .letter.theirs { background: color-mix(in srgb, var(--vscode-foreground) 80%, transparent); color: var(--vscode-editor-background); }
`;
