// The way from a token that comes next to the question why it does. Knows no stop.
import { html, type TemplateResult } from 'lit';
import { t } from '../text/l10n.ts';
import { quotedToken } from '../text/quotedToken.ts';
import type { ShownToken } from '../text/visibleText.ts';

/** Of several in a list, Tab reaches one, and rove() leads from it to the others. */
export function whyButton(token: ShownToken, isReached: boolean, ask: () => void): TemplateResult {
  const words = t('Why? {0}: what the parts of the model wrote for it, in the Lab', quotedToken(token, 20));
  return html`<button class="chip why" data-action="why" data-control title=${words} aria-label=${words} tabindex=${isReached ? 0 : -1} @click=${ask}><span class="long">${t('Why?')}</span><span class="short">?</span></button>`;
}
