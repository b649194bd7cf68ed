// Draws how a text goes on without the changes and with them, side by side, with the first token that differs. Knows two
// lists of tokens.
import { css, html, type TemplateResult } from 'lit';
import type { FollowingToken, WhatIfTexts } from '../../../src/contract/whatIf.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { visibleText } from '../../text/visibleText.ts';

/** The place of the first token in which two lists differ; undefined where they are the same. */
export function firstDifference(
  a: readonly Pick<FollowingToken, 'id'>[],
  b: readonly Pick<FollowingToken, 'id'>[],
): number | undefined {
  const at = a.findIndex(({ id }, i) => id !== b[i]?.id);
  if (at >= 0) return at;
  return b.length > a.length ? a.length : undefined;
}

export function followingView({ before, after }: WhatIfTexts): TemplateResult {
  const at = firstDifference(before, after);
  return html`<div class="following"><div><h4>${t('before')}</h4>${flow(before, at)}</div><div><h4>${t('after')}</h4>${flow(after, at)}</div></div>
    <p class="hint">${at === undefined ? t('Both are the same.') : differs(at)} ${t('Drawn with the settings of stop 6 and the same random numbers; the changes hold for these tokens, too.')}</p>`;
}

function differs(at: number): string {
  return at === 0
    ? t('They differ from the first token on.')
    : t('The first {0} tokens are the same.', formatNumber(at));
}

/** As text; what is the same in both is dimmed. */
function flow(tokens: readonly FollowingToken[], at: number = tokens.length): TemplateResult {
  return html`<p class="flow"><span class="same">${tokens.slice(0, at).map(asText).join('')}</span>${at < tokens.length ? html`<mark>${asText(tokens[at])}</mark>` : ''}${tokens
    .slice(at + 1)
    .map(asText)
    .join('')}</p>`;
}

/** Spaces are spaces here, but line ends would break the columns. */
function asText(token: FollowingToken): string {
  return token.text === undefined ? visibleText(token) : token.text.replace(/\r?\n/g, '⏎');
}

export const followingStyles = css`
  .following { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); gap: 6px 20px; }
  h4 { margin: 0 0 2px; font-size: 11px; font-weight: 400; color: var(--vscode-descriptionForeground); }
  .flow { margin: 0; font-family: var(--vscode-editor-font-family); font-size: 12px; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; }
  .same { color: var(--vscode-descriptionForeground); }
  mark { background: none; color: inherit; outline: 1px solid var(--ts-attention); border-radius: 2px; }
`;
