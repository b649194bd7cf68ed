// The modes of colour to choose from: one stop of the Tab key, with arrows inside. Knows no editor.
import { css, html } from 'lit';
import { COLOR_MODES, type ColorMode } from '../../src/contract/coloring.ts';
import { t } from '../text/l10n.ts';

export function modeChoice(mode: ColorMode, choose: (mode: ColorMode) => void) {
  const labels: Readonly<Record<ColorMode, string>> = {
    off: t('Off'),
    surprisal: t('Surprisal'),
    rank: t('Rank'),
    attention: t('Attention'),
    effect: t('Effect'),
  };
  return html`<div class="modes" role="radiogroup" aria-label=${t('Colours in the editor')} @keydown=${(event: KeyboardEvent) => onKey(event, mode, choose)}>
    ${COLOR_MODES.map(
      (one) =>
        html`<button role="radio" data-mode=${one} aria-checked=${one === mode} tabindex=${one === mode ? 0 : -1} @click=${() => choose(one)}>${labels[one]}</button>`,
    )}
  </div>`;
}

function onKey(event: KeyboardEvent, mode: ColorMode, choose: (mode: ColorMode) => void): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = COLOR_MODES[(COLOR_MODES.indexOf(mode) + step + COLOR_MODES.length) % COLOR_MODES.length];
  choose(next);
  const group = event.currentTarget as HTMLElement;
  group.querySelector<HTMLElement>(`[data-mode=${next}]`)?.focus();
}

export const modeStyles = css`
  .modes { display: flex; flex-wrap: wrap; gap: 3px; }
  .modes button { padding: 2px 8px; border: 1px solid var(--ts-hairline); border-radius: 3px; background: none; color: inherit; font: inherit; cursor: pointer; }
  .modes button:hover { background: var(--vscode-toolbar-hoverBackground); }
  .modes button[aria-checked='true'] { background: var(--vscode-button-background); color: var(--vscode-button-foreground); border-color: var(--vscode-contrastBorder, transparent); }
`;
