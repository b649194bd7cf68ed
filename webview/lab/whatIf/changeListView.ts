// Draws the list of changes: on or off, how strongly, and away with them. Knows the list, reads no text.
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Change } from '../../../src/contract/whatIf.ts';
import { type ChangeEdit, type ChangeHistory, type ListedChange, numberOf } from '../../state/changeList.ts';
import '../../stops/slider.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { changeInWords, type ReadText, strengthInWords } from './changeWords.ts';

/** Of a part: twice what it returns. */
const MOST_FACTOR = 2;
/** Of a direction: in a model with a long stream, such as GPT-2, an embedding is a small step. */
const MOST_STRENGTH = 20;

export type DirectionChange = Extract<Change, { readonly kind: 'direction' }>;

export interface ListActions {
  readonly edit: (edit: ChangeEdit) => void;
  /** Writes the direction to a file. */
  readonly save: (change: DirectionChange) => void;
}

export function changeListView(history: ChangeHistory, read: ReadText, { edit, save }: ListActions): TemplateResult {
  const { list, past, future } = history;
  const button = (
    action: Extract<ChangeEdit, { kind: 'undo' | 'redo' | 'turnAllOff' | 'clear' }>,
    words: string,
    isOffered: boolean,
  ) =>
    html`<button class="chip" data-action=${action.kind} ?disabled=${!isOffered} title=${withKeys(action.kind, words)} @click=${() => edit(action)}>${words}</button>`;
  return html`<h3>${t('Changes')}<span class="row edits" data-control>
      ${button({ kind: 'undo' }, t('Undo'), past.length > 0)}${button({ kind: 'redo' }, t('Redo'), future.length > 0)}
      ${
        list.length === 0
          ? nothing
          : html`${button(
              { kind: 'turnAllOff' },
              t('Turn all off'),
              list.some(({ isOn }) => isOn),
            )}${button({ kind: 'clear' }, t('Clear'), true)}`
      }</span></h3>
    ${list.length === 0 ? nothing : html`<ul class="changes">${list.map((one, at) => changeView(one, at, changeInWords(one, read), { edit, save }))}</ul>`}`;
}

function changeView(
  { change, isOn }: ListedChange,
  at: number,
  words: string,
  { edit, save }: ListActions,
): TemplateResult {
  return html`<li class=${isOn ? '' : 'off'}><vscode-checkbox label=${words} .checked=${isOn} @change=${({ target }: Event) => edit({ kind: 'turn', at, isOn: (target as HTMLInputElement).checked })}></vscode-checkbox>
    <button class="chip remove" data-action="remove" data-control title=${t('Remove: {0}', words)} aria-label=${t('Remove: {0}', words)} @click=${() => edit({ kind: 'remove', at })}>×</button>
    ${numberView(change, at, words, edit)}
    ${change.kind === 'direction' ? html`<button class="chip save" data-action="save-direction" data-control title=${t('Write the direction to a file, from which it can be added again')} @click=${() => save(change)}>${t('Save Direction…')}</button>` : nothing}</li>`;
}

function numberView(change: Change, at: number, words: string, edit: (edit: ChangeEdit) => void) {
  const value = numberOf(change);
  if (value === undefined) return nothing;
  const isFactor = change.kind === 'scale';
  const [min, max, step] = isFactor ? [0, MOST_FACTOR, 0.05] : [-MOST_STRENGTH, MOST_STRENGTH, 0.1];
  const shown = isFactor ? `× ${formatNumber(value, 2)}` : strengthInWords(value);
  return html`<span class="tune" data-control><ts-slider .min=${min} .max=${max} .step=${step} .value=${value} .said=${shown} label=${isFactor ? t('Factor: {0}', words) : t('Strength: {0}', words)}
    @slide=${({ detail }: CustomEvent<number>) => edit({ kind: 'tune', at, value: detail })}></ts-slider><output>${shown}</output></span>`;
}

function withKeys(action: ChangeEdit['kind'], words: string): string {
  const isMac = /Mac/.test(navigator.platform);
  if (action === 'undo') return t('{0} ({1})', words, isMac ? '⌘Z' : 'Ctrl+Z');
  return action === 'redo' ? t('{0} ({1})', words, isMac ? '⇧⌘Z' : 'Ctrl+Shift+Z') : words;
}

/** What undoes and redoes; fields have an undoing of their own. */
export function editByKey(event: KeyboardEvent): ChangeEdit | undefined {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (!(ctrlKey || metaKey) || altKey || isTyped(event)) return undefined;
  if (key.toLowerCase() === 'z') return { kind: shiftKey ? 'redo' : 'undo' };
  return key.toLowerCase() === 'y' && !shiftKey ? { kind: 'redo' } : undefined;
}

function isTyped(event: Event): boolean {
  return event
    .composedPath()
    .some((one) => one instanceof HTMLInputElement && one.type === 'search' && one.value !== '');
}

export const changeListStyles = css`
  .edits { margin-left: auto; gap: 4px; font-weight: 400; }
  .edits .chip { font-family: var(--vscode-font-family); font-size: 11px; }
  .edits .chip:disabled { opacity: 0.5; cursor: default; }
  .changes { list-style: none; margin: 0 0 12px; padding: 0; border-top: 1px solid var(--ts-hairline); }
  .changes li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 8px; align-items: center; padding: 4px 0; border-bottom: 1px solid var(--ts-hairline); }
  .changes vscode-checkbox { width: 100%; }
  .changes .off { opacity: 0.8; }
  .remove { font-family: var(--vscode-font-family); padding: 0 6px; border-color: transparent; }
  .tune { grid-column: 1 / 3; display: flex; gap: 10px; align-items: center; padding-left: 26px; font-size: 12px; }
  .tune ts-slider { flex: 0 1 220px; min-width: 80px; }
  .tune output { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--vscode-descriptionForeground); }
`;
