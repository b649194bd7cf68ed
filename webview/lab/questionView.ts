// Draws what is asked and lets the reader choose it: the token, and another one that it is held against. Knows a situation,
// no tool.
import { css, html, nothing } from 'lit';
import type { AskedToken } from '../state/labState.ts';
import '../stops/choice.ts';
import { rove } from '../stops/roving.ts';
import { t } from '../text/l10n.ts';
import { percent } from '../text/numbers.ts';
import { quotedToken } from '../text/quotedToken.ts';
import { shortText } from '../text/visibleText.ts';
import {
  type Choosable,
  candidatesOf,
  endOfText,
  type Situation,
  tokenOfId,
  tokensOfText,
  trueToken,
} from './question.ts';

/** Tokens of the text in the lists, besides the most probable next ones; more could not be looked through. */
const OF_TEXT = 200;
/** Characters of the text in the question. */
const END = 32;

/** `choose` is called with what the reader asks instead. */
export function questionView(situation: Situation, asked: AskedToken, choose: (asked: AskedToken) => void) {
  const { target, other } = asked;
  const further = [...candidatesOf(situation), ...tokensOfText(situation, OF_TEXT)].filter(({ id }) => id !== target);
  return html`<h3 class="question">${inWords(situation, asked)}</h3>
    <div class="chips" role="radiogroup" aria-label=${t('The token that is asked about')} @keydown=${rove}>${targetChips(situation, asked, choose)}</div>
    <div class="row choices" data-control>
      ${targetList(situation, asked, choose)}
      <label>${t('and not')} <ts-choice class="other" label=${t('and not')} .options=${[{ value: '', label: t('(any other)') }, ...further.map(option)]} .value=${other === undefined ? '' : String(other)}
        @choose=${({ detail }: CustomEvent<string>) => choose({ ...asked, other: detail ? Number(detail) : undefined })}></ts-choice></label>
      ${other === undefined ? nothing : html`<button class="chip" data-action="clear-other" title=${t('{0} ({1})', t('Ask about one token again'), 'Esc')} aria-label=${t('Ask about one token again')} @click=${() => choose({ ...asked, other: undefined })}>×</button>`}
    </div>`;
}

/** The probable tokens as buttons of one group. */
export function targetChips(situation: Situation, asked: AskedToken | undefined, choose: (asked: AskedToken) => void) {
  const candidates = candidatesOf(situation);
  const follows = trueToken(situation)?.id;
  const listed = candidates.some(({ id }) => id === asked?.target);
  return candidates.map((one, i) => {
    const isAsked = one.id === asked?.target;
    return html`<button class="chip" data-id=${one.id} role="radio" aria-checked=${isAsked} tabindex=${isAsked || (!listed && i === 0) ? 0 : -1} @click=${() => choose(about(situation, asked, one.id))}>${shortText(one, 16)} <span class="share">${percent(one.probability)}</span>${one.id === follows ? html` <span class="follows">${situation.isMasked ? t('stands here') : t('follows')}</span>` : nothing}</button>`;
  });
}

/** Further tokens to ask about, as a list. */
export function targetList(situation: Situation, asked: AskedToken | undefined, choose: (asked: AskedToken) => void) {
  const listed = !asked || candidatesOf(situation).some(({ id }) => id === asked.target);
  const options = [{ value: '', label: t('a token of the text…') }, ...tokensOfText(situation, OF_TEXT).map(option)];
  return html`<label>${t('or')} <ts-choice class="target" label=${t('The token that is asked about')} .options=${options} .value=${listed ? '' : String(asked.target)}
        @choose=${({ detail }: CustomEvent<string>) => detail && choose(about(situation, asked, Number(detail)))}></ts-choice></label>`;
}

/** A token is not held against itself. */
function about({ at }: Situation, asked: AskedToken | undefined, target: number): AskedToken {
  return { position: at, target, other: asked?.other === target ? undefined : asked?.other };
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
