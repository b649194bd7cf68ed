// What the panel shows while there is no explanation: before the first one, while the model runs, and after a failure.
// Knows no state.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../text/l10n.ts';
import { runningWords } from '../text/runningWords.ts';

export function emptyScreen(remote?: string): TemplateResult {
  return html`<main class="screen">
    <h1>${t('See how a language model reads your text')}</h1>
    <ol>
      <li>${t('Select some text in an editor, or put the caret into a paragraph.')}</li>
      <li>${t('Run Explain Tokens from the command palette or the context menu.')}</li>
    </ol>
    <p>${remote ? sentTo(remote) : t('A small Transformer runs on this machine; your text stays here.')}</p>
  </main>`;
}

/** See PanelContent. */
interface Running {
  readonly opened?: number;
  readonly done: number;
  readonly of: number;
  readonly tokens?: number;
  readonly leftMs?: number | undefined;
  readonly remote?: string | undefined;
}

export function runningScreen(running: Running, cancel: () => void): TemplateResult {
  const { opened, done, of, remote } = running;
  const words = runningWords(running);
  const [share, all] = of === 0 ? [opened ?? 0, 1] : [done, of];
  return html`<main class="screen">
    <div class="progress" role="status"><progress max=${all} .value=${share} aria-label=${words}></progress><span>${words}</span></div>
    ${remote ? html`<p>${sentTo(remote)}</p>` : nothing}
    <vscode-button secondary data-action="cancel" @click=${cancel}>${t('Cancel')}</vscode-button>
  </main>`;
}

/** Says so although no text is sent: whoever has the tokenizer can turn the ids back into text. */
export function sentTo(host: string): string {
  return t('The model runs on {0}: token ids and vectors of your text are sent there.', host);
}

/** `message` says what is wrong and what to do about it. */
export function failedScreen(message: string, again: () => void, chooseModel: () => void): TemplateResult {
  return html`<main class="screen failed">
    <h1>${t('This could not be explained')}</h1>
    <p role="alert">${message}</p>
    <div class="ways-on">
      <vscode-button data-action="again" @click=${again}>${t('Explain Again')}</vscode-button>
      <vscode-button secondary data-action="choose-model" @click=${chooseModel}>${t('Choose Model…')}</vscode-button>
    </div>
  </main>`;
}

export const screenStyles = css`
  .screen { width: calc(100% - 40px); max-width: 46ch; margin: 18vh auto 0; padding: 0 20px; display: flex; flex-direction: column; gap: 12px; align-items: flex-start; line-height: 1.55; }
  .screen h1 { font-size: 19px; font-weight: 600; margin: 0; line-height: 1.3; }
  .screen ol { margin: 0; padding-left: 1.4em; }
  .screen p { margin: 0; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
  .screen.failed p { color: var(--vscode-foreground); }
  .ways-on { display: flex; flex-wrap: wrap; gap: 8px; }
  .progress { display: flex; align-items: center; gap: 12px; font-variant-numeric: tabular-nums; }
  progress { width: 180px; height: 4px; appearance: none; border: 0; }
  progress::-webkit-progress-bar { background: var(--ts-hairline); border-radius: 2px; }
  progress::-webkit-progress-value { background: var(--vscode-progressBar-background); border-radius: 2px; }
`;
