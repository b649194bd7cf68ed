// A sample conversation as the model's chat template writes it, with its special tokens marked, and the template.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { ChatSample } from '../../src/contract/modelFile.ts';
import { formatNumber, t } from '../text/l10n.ts';
import type { Asked, FileHost } from './fileHost.ts';
import { failedView, workStyles } from './work.ts';

export class ChatTab extends LitElement {
  static override properties = { host: { attribute: false }, asked: { state: true } };
  declare host: FileHost;
  declare asked: Asked<ChatSample>;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('host')) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { host } = this;
    const answer = await host.chatSample();
    if (host === this.host) this.asked = answer;
  }

  override render() {
    const { asked } = this;
    if (asked?.kind === 'failed') return html`<div class="scrolled">${failedView(asked.words)}</div>`;
    if (asked?.kind !== 'answered')
      return html`<div class="scrolled" role="status">${t('Reading the template…')}</div>`;
    const { value } = asked;
    const marks =
      value.tokens === undefined
        ? nothing
        : html`${t('Special tokens are marked; the rest is text.')} <span class="quiet">${t('{0} tokens', formatNumber(value.tokens))}</span>`;
    return html`<div class="scrolled" tabindex="0" role="region" aria-label=${t('Chat Template')}>
      <p>${t('A sample conversation as this model receives it.')} ${marks}</p>
      ${value.withoutSystem ? html`<p class="notice">${t('The template refuses a system message, so that the sample has none.')}</p>` : nothing}
      <pre data-rendered>${marked(value)}</pre>
      <details><summary>${t('The Template (Jinja)')}</summary><pre>${value.source}</pre></details>
      <button class="small" data-action="copy" @click=${() => void this.host.copy(value.text)}>${t('Copy the Conversation')}</button>
    </div>`;
  }

  static override styles = [
    workStyles,
    css`
      :host { display: flex; flex: 1; min-height: 0; }
      .scrolled { flex: 1; min-width: 0; overflow: auto; padding: 12px 14px; box-sizing: border-box; }
      .scrolled:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
      p { max-width: 70ch; margin: 0 0 10px; line-height: 1.5; }
      pre { max-width: 110ch; margin: 0 0 12px; padding: 10px 12px; border-radius: 4px; background: var(--vscode-textCodeBlock-background, color-mix(in srgb, var(--vscode-foreground) 6%, transparent)); outline: 1px solid var(--vscode-contrastBorder, transparent); font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; }
      mark { padding: 1px 3px; border-radius: 3px; background: var(--ts-odd); color: inherit; outline: 1px solid var(--ts-hairline); outline-offset: -1px; }
      .quiet { color: var(--vscode-descriptionForeground); }
      .notice { padding: 4px 8px; border-left: 3px solid var(--vscode-editorInfo-foreground, var(--ts-accent)); background: color-mix(in srgb, var(--vscode-foreground) 6%, transparent); font-size: 12px; }
      summary { margin-bottom: 8px; cursor: pointer; }
    `,
  ];
}
customElements.define('ts-chat-sample', ChatTab);

function marked({ text, special }: ChatSample) {
  const pieces: unknown[] = [];
  let at = 0;
  for (const [start, end] of special) {
    pieces.push(text.slice(at, start), html`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return [...pieces, text.slice(at)];
}
