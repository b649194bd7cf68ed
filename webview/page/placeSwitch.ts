// The switch between the panel's two places, as tabs. Knows their names.
import { css, html, type TemplateResult } from 'lit';
import { PLACES, type PlaceId } from '../state/toolIds.ts';
import { t } from '../text/l10n.ts';
import { PLACE_KEY, withKey } from './shortcuts.ts';

/** The ids of the element that shows a place and of its tab, by which each names the other: both are in one tree. */
export function placeElementId(place: PlaceId): string {
  return `place-${place}`;
}

export function tabId(place: PlaceId): string {
  return `tab-${place}`;
}

/** Tab reaches the chosen one; the arrow keys choose the other one. */
export function placeSwitch(shown: PlaceId, choose: (place: PlaceId) => void): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = step && PLACES[PLACES.indexOf(shown) + step];
    if (!to) return;
    event.preventDefault();
    choose(to);
    ((event.currentTarget as Element).querySelector(`#${tabId(to)}`) as HTMLElement).focus();
  };
  return html`<div class="places" role="tablist" aria-label=${t('Places of the panel')} data-control @keydown=${onKey}>${PLACES.map(
    (place) =>
      html`<button id=${tabId(place)} role="tab" aria-selected=${place === shown} aria-controls=${placeElementId(place)} tabindex=${place === shown ? 0 : -1}
        data-place=${place} title=${withKey(whatIsThere(place), PLACE_KEY)} @click=${() => choose(place)}>${placeName(place)}</button>`,
  )}</div>`;
}

/** Functions, not constants: texts can be translated only once the language is known. */
function placeName(place: PlaceId): string {
  return place === 'lecture' ? t('Lecture') : t('Lab');
}

function whatIsThere(place: PlaceId): string {
  return place === 'lecture'
    ? t('How a text runs through the model, in eight stops')
    : t('Tools that take an answer of the model apart');
}

export const placeSwitchStyles = css`
  .places { flex: none; display: flex; border: 1px solid var(--ts-hairline); border-radius: var(--ts-radius); overflow: hidden; font-size: 11px; }
  .places button { font: inherit; color: var(--vscode-descriptionForeground); background: none; border: 0; padding: 3px 9px; cursor: pointer; }
  .places button + button { border-left: 1px solid var(--ts-hairline); }
  .places button:hover { background: var(--vscode-list-hoverBackground); }
  .places button[aria-selected='true'] { color: var(--vscode-foreground); font-weight: 600; background: var(--ts-odd); box-shadow: inset 0 -2px var(--ts-accent); }
  .places button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -2px; }
`;
