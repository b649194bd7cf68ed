// Long work on the screen: how far it is, and a way to end it; or why it came to nothing.
import { css, html } from 'lit';
import { t } from '../text/l10n.ts';
import { percent } from '../text/numbers.ts';

export function workingView(words: string, share: number, cancel: () => void) {
  return html`<div class="working">
    <progress max="1" value=${share} aria-label=${words}></progress>
    <span role="status">${words} ${percent(Math.round(share * 100) / 100)}</span>
    <button class="small" data-action="cancel" @click=${cancel}>${t('Cancel')}</button>
  </div>`;
}

export function failedView(words: string) {
  return html`<p class="failed" role="alert">${words}</p>`;
}

export const workStyles = css`
  .working { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; font-size: 12px; font-variant-numeric: tabular-nums; }
  .working progress { flex: 1 1 120px; max-width: 320px; height: 6px; accent-color: var(--ts-accent); }
  .failed { margin: 0; padding: 4px 8px; border-left: 3px solid var(--vscode-errorForeground); overflow-wrap: anywhere; }
  button.small { padding: 2px 10px; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); font: inherit; font-size: 12px; cursor: pointer; }
  button.toggle { padding: 2px 8px; border: 1px solid var(--vscode-contrastBorder, var(--ts-hairline)); border-radius: 3px; background: none; color: inherit; font: inherit; font-size: 12px; cursor: pointer; }
  button.toggle:hover { background: var(--vscode-toolbar-hoverBackground); }
  button.toggle[aria-pressed='true'] { box-shadow: inset 0 -2px 0 var(--vscode-contrastActiveBorder, transparent); background: var(--vscode-inputOption-activeBackground); color: var(--vscode-inputOption-activeForeground, inherit); border-color: var(--vscode-inputOption-activeBorder, transparent); }
  button.main { padding: 4px 12px; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; background: var(--vscode-button-background); color: var(--vscode-button-foreground); font: inherit; cursor: pointer; }
  button.main:hover:not(:disabled) { background: var(--vscode-button-hoverBackground); }
  button.second { background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); }
  button.second:hover:not(:disabled) { background: var(--vscode-button-secondaryHoverBackground); }
  button:disabled { opacity: 0.5; cursor: default; }
  button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
`;
