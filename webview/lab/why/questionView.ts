// Draws what is asked and lets the reader choose it: the token, and another one that it is held against. Knows a situation,
// no vote.
import { css, html, nothing } from 'lit';
import type { AskedToken } from '../../state/state.ts';
import '../../stops/choice.ts';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { type Choosable, candidatesOf, endOfText, type Situation, tokenOfId, tokensOfText } from './question.ts';

/** Tokens of the text in the lists, besides the most probable next ones; more could not be looked through. */
const OF_TEXT = 200;
/** Characters of the text in the question. */
const END = 32;

/** `choose` is called with what the reader asks instead. */
export function questionView(situation: Situation, asked: AskedToken, choose: (asked: AskedToken) => void) {
  const { target, other } = asked;
  const candidates = candidatesOf(situation);
  const ofText = tokensOfText(situation, OF_TEXT);
  const listed = candidates.some(({ id }) => id === target);
  const follows = situation.tokens[situation.at + 1]?.id;
  const ask = (id: number) => choose({ ...asked, target: id, other: id === other ? undefined : other });
  const chip = (one: Choosable & { readonly probability: number }, i: number) => {
    const isAsked = one.id === target;
    return html`<button class="chip" data-id=${one.id} role="radio" aria-checked=${isAsked} tabindex=${isAsked || (!listed && i === 0) ? 0 : -1} @click=${() => ask(one.id)}>${shortText(one, 16)} <span class="share">${percent(one.probability)}</span>${one.id === follows ? html` <span class="follows">${t('follows')}</span>` : nothing}</button>`;
  };
  return html`<h3 class="question">${inWords(situation, asked)}</h3>
    <div class="chips" role="radiogroup" aria-label=${t('The token that is asked about')} @keydown=${rove}>${candidates.map(chip)}</div>
    <div class="row choices" data-control>
      <label>${t('or')} <ts-choice class="target" label=${t('The token that is asked about')} .options=${[{ value: '', label: t('a token of the text…') }, ...ofText.map(option)]} .value=${listed ? '' : String(target)}
        @choose=${({ detail }: CustomEvent<string>) => detail && ask(Number(detail))}></ts-choice></label>
      <label>${t('and not')} <ts-choice class="other" label=${t('and not')} .options=${[{ value: '', label: t('(any other)') }, ...[...candidates, ...ofText].filter(({ id }) => id !== target).map(option)]} .value=${other === undefined ? '' : String(other)}
        @choose=${({ detail }: CustomEvent<string>) => choose({ ...asked, other: detail ? Number(detail) : undefined })}></ts-choice></label>
      ${other === undefined ? nothing : html`<button class="chip" data-action="clear-other" title=${t('{0} ({1})', t('Ask about one token again'), 'Esc')} aria-label=${t('Ask about one token again')} @click=${() => choose({ ...asked, other: undefined })}>×</button>`}
    </div>`;
}

function option(one: Choosable) {
  return { value: String(one.id), label: shortText(one, 20) };
}

/** Why “·Paris” and not “·Rome” after “…·France·is”? */
function inWords(situation: Situation, { target, other }: AskedToken): string {
  const named = (id: number) => {
    const token = tokenOfId(situation, id);
    return token ? quotedToken(token, 20) : '…';
  };
  const end = t('“{0}”', endOfText(situation.tokens, situation.at, END));
  return other === undefined
    ? t('Why {0} after {1}?', named(target), end)
    : t('Why {0} and not {1} after {2}?', named(target), named(other), end);
}

export const questionStyles = css`
  .question { display: block; font-size: 14px; margin: 0 0 8px; line-height: 1.5; overflow-wrap: anywhere; }
  .chips { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 8px; }
  .share { color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 11px; font-variant-numeric: tabular-nums; }
  .follows { padding: 0 5px; border-radius: 8px; border: 1px solid var(--ts-generated); font-family: var(--vscode-font-family); font-size: 10px; }
  .chip[aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
  .chip[aria-checked='true'] .share { color: inherit; }
  .choices { margin-bottom: 16px; }
  .choices ts-choice { width: 14em; }
  .choices label { display: inline-flex; gap: 6px; align-items: center; }
`;
