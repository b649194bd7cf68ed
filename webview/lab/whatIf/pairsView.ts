// Draws how probable the next tokens were before and are after, as pairs of bars. Knows one answer.
import { css, html, type TemplateResult } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { WhatIf } from '../../../src/contract/whatIf.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText, visibleText } from '../../text/visibleText.ts';
import { direction, type Pair, type Pairs, pairsOf } from './pairs.ts';

/** Tokens of each of the two; together there are at most twice as many rows. */
const ROWS = 8;

/** `after` is the token behind which they come, or in whose place, as it is quoted. */
export function pairsView(answer: WhatIf, after: string, predicts: ModelInfo['predicts'] = 'next'): TemplateResult {
  const isMasked = predicts === 'masked';
  const pairs = pairsOf(answer.before, answer.after, ROWS);
  return html`<p class="said" role="status">${isMasked ? maskedInWords(answer) : inWords(answer)}</p>
    <table class="pairs"><thead><tr><th>${isMasked ? t('in place of {0}', after) : t('after {0}', after)}</th><td></td><th class="number-cell"><span class="key was"></span>${t('before')}</th><th class="number-cell"><span class="key is"></span>${t('after')}</th><td></td></tr></thead>
      <tbody>${pairs.shown.map((pair) => row(pair, pairs))}</tbody></table>
    <p class="hint">${howFar(answer)}</p>`;
}

function row(pair: Pair, { least, most }: Pairs): TemplateResult {
  const { token, before, after } = pair;
  const bar = (name: string, value: number | undefined) =>
    html`<span class="bar ${name}" .style=${`width:${(((value ?? 0) / most) * 100).toFixed(2)}%`}></span>`;
  return html`<tr data-id=${token.id}><th scope="row" class="mono" title=${visibleText(token)}>${shortText(token, 14)}</th><td class="bars" aria-hidden="true">${bar('was', before)}${bar('is', after)}</td>
    <td class="number-cell">${shown(before, least.before)}</td><td class="number-cell">${shown(after, least.after)}</td><td class="arrow" aria-hidden="true">${{ 1: '↑', 0: '', [-1]: '↓' }[direction(pair)]}</td></tr>`;
}

function shown(probability: number | undefined, least: number): string {
  if (probability !== undefined) return percent(probability);
  const limit = percent(least);
  return limit.startsWith('<') ? limit : `< ${limit}`;
}

/** What the model says now, and whether that is something else. */
function inWords({ before, after }: WhatIf): string {
  const [was, is] = [before.candidates[0], after.candidates[0]];
  const name = quotedToken(is, 20);
  if (was.id === is.id)
    return t(
      '{0} stays the most probable next token: {1}, before {2}.',
      name,
      percent(is.probability),
      percent(was.probability),
    );
  return t('{0} is now the most probable next token, and no longer {1}.', name, quotedToken(was, 20));
}

/** The same of what stands behind the mask. */
function maskedInWords({ before, after }: WhatIf): string {
  const [was, is] = [before.candidates[0], after.candidates[0]];
  const name = quotedToken(is, 20);
  if (was.id === is.id)
    return t('{0} stays the most probable: {1}, before {2}.', name, percent(is.probability), percent(was.probability));
  return t('{0} is now the most probable, and no longer {1}.', name, quotedToken(was, 20));
}

function howFar({ divergence, computed, ms }: WhatIf): string {
  return t(
    'Divergence of the two distributions (Kullback–Leibler): {0} bits. {1} of the model was run again, in {2} ms.',
    formatNumber(divergence, divergence < 0.1 ? 4 : 2),
    percent(computed),
    formatNumber(ms, ms < 10 ? 1 : 0),
  );
}

export const pairsStyles = css`
  .said { margin: 0 0 8px; font-size: 13px; line-height: 1.45; overflow-wrap: anywhere; }
  .pairs { width: 100%; max-width: 620px; }
  .pairs thead th { white-space: nowrap; }
  .pairs tbody th { color: inherit; white-space: pre; }
  .bars { width: 100%; min-width: 50px; }
  .bar { display: block; height: 6px; border-radius: 2px; box-sizing: border-box; border: 1px solid var(--vscode-contrastBorder, transparent); }
  .bar.is { margin-top: 1px; }
  .was { background: color-mix(in srgb, var(--vscode-foreground) 35%, transparent); }
  .is { background: var(--vscode-charts-blue, #3794ff); }
  .key { display: inline-block; width: 8px; height: 8px; border-radius: 2px; margin-right: 4px; border: 1px solid var(--vscode-contrastBorder, transparent); }
  .arrow { padding-right: 0; width: 1em; }
`;
