// What is said of a session above the bar of generation: that it is being saved or brought back, and then whether its numbers came out
// again. Knows sentences, no session.
import { css, html, nothing } from 'lit';
import type { SessionNotice } from '../state/sessionNotice.ts';
import { t } from '../text/l10n.ts';

/** `end` cancels what is being done, or takes the notice away. */
export function sessionNotice(session: SessionNotice | undefined, end: () => void) {
  if (!session) return nothing;
  const { tone, words, remarks } = session;
  const button =
    tone === 'busy'
      ? html`<vscode-button secondary data-action="cancel-session" @click=${end}>${t('Cancel')}</vscode-button>`
      : html`<button class="close" data-action="close-session" title=${t('Close')} aria-label=${t('Close')} @click=${end}>×</button>`;
  const sentences = [...words, ...remarks];
  return html`<div class="session" data-tone=${tone} role="status" data-control><div>${
    tone === 'same' || tone === 'differs'
      ? html`<strong>${tone === 'same' ? t('Session opened.') : t('Session opened, with differences.')}</strong>`
      : nothing
  }${sentences.map((one) => html`<p>${one}</p>`)}</div>${button}</div>`;
}

export const sessionNoticeStyles = css`
  /* At the bottom, where it moves nothing of what is read. */
  .session { display: flex; gap: 8px 16px; align-items: start; justify-content: space-between; margin: 8px 20px; padding: 8px 12px; max-height: 30vh; overflow-y: auto; border-left: 3px solid var(--vscode-editorInfo-foreground, #3794ff); background: color-mix(in srgb, var(--vscode-editorInfo-foreground, #3794ff) 10%, var(--vscode-editor-background)); font-size: 12px; }
  .session > div { min-width: 0; overflow-wrap: anywhere; line-height: 1.45; }
  .session p { margin: 0; }
  .session vscode-button { flex: none; }
  .session:is([data-tone='differs'], [data-tone='failed']) { border-left-color: var(--vscode-editorWarning-foreground, #cca700); background: color-mix(in srgb, var(--vscode-editorWarning-foreground, #cca700) 10%, var(--vscode-editor-background)); }
  .close { flex: none; border: 0; background: none; color: inherit; font: inherit; font-size: 16px; line-height: 1; padding: 2px 6px; border-radius: 3px; cursor: pointer; }
  .close:hover { background: var(--vscode-toolbar-hoverBackground, var(--vscode-list-hoverBackground)); }
  .close:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
`;
