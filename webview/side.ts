// The entry point of the side view. Shows how the text is coloured, the token at the caret, what the model expected there,
// and what it attends to, as the mean over all layers or in one of them. Knows no chart, saves nothing.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing } from 'lit';
import type { CaretToken, ColorMode, ColorState } from '../src/contract/coloring.ts';
import type { AttentionRows } from '../src/contract/readings.ts';
import type { TokenIndex } from '../src/contract/tokens.ts';
import type { SideApi, SideContent, SideHostApi } from '../src/contract/webviewApi.ts';
import { caretCard, caretStyles } from './side/caretCard.ts';
import { legend, legendStyles } from './side/legend.ts';
import { modeChoice, modeStyles } from './side/modeChoice.ts';
import { layerRow, meanRow } from './state/attentionRow.ts';
import { connectHost } from './state/channel.ts';
import { failureWords } from './state/failureWords.ts';
import { insteadOfHeads } from './state/headless.ts';
import { Latest } from './state/latest.ts';
import { setLanguage, t } from './text/l10n.ts';
import { percent } from './text/numbers.ts';
import { runningWords } from './text/runningWords.ts';
import { shortText } from './text/visibleText.ts';
import { adoptPageStyles } from './theme/styles.ts';
import { watchTheme } from './theme/theme.ts';

/** Tokens in the list; the weights of the rest are summed up below it. */
const MOST_LISTED = 12;

class SideElement extends LitElement {
  #content: SideContent = { kind: 'empty' };
  /** The chosen layer; undefined for the mean over all of them. */
  #layer: number | undefined;
  readonly #rows = new Latest<AttentionRows>();
  #colors: ColorState | undefined;
  #caret: CaretToken | undefined;
  readonly #host = connectHost<SideHostApi, SideApi>({
    show: (content) => this.#show(content),
    showColors: (colors) => {
      this.#colors = colors ?? undefined;
      this.requestUpdate();
    },
    showCaret: (token) => {
      this.#caret = token ?? undefined;
      this.requestUpdate();
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  async #start(): Promise<void> {
    const { language, strings } = await this.#host.ready();
    setLanguage(language, strings);
    this.requestUpdate();
  }

  #show(content: SideContent): void {
    this.#content = content;
    if (content.kind === 'token') {
      const { run, token } = content;
      this.#rows.ask(
        `${run} ${token}`,
        () => this.#host.attentionRows(run, token),
        () => this.#answered(),
      );
      if (this.#layer !== undefined && this.#layer >= content.model.layers) this.#layer = undefined;
    } else {
      this.#rows.forget();
    }
    this.requestUpdate();
  }

  /** The editor gets the same weights as a tint. */
  #answered(): void {
    const weights = this.#weights();
    void this.#host.tint.asEvent(weights && Float32Array.from(weights));
    this.requestUpdate();
  }

  #weights(): Float32Array | undefined {
    const rows = this.#rows.value;
    if (!rows) return undefined;
    return this.#layer === undefined ? meanRow(rows) : layerRow(rows, this.#layer);
  }

  override render() {
    const colors = this.#colors;
    return html`<main>
      <h1 class="unseen">${t('Token at the Caret')}</h1>
      ${colors && html`<section class="colors">${modeChoice(colors.mode, (mode) => this.#chooseColors(mode))} ${legend(colors, () => void this.#host.recompute.asEvent())}</section>`}
      ${this.#caret && caretCard(this.#caret)} ${this.#attention()}
    </main>`;
  }

  /** The button is pressed at once; the host says what came of it. */
  #chooseColors(mode: ColorMode): void {
    if (this.#colors) this.#colors = { ...this.#colors, mode };
    this.requestUpdate();
    void this.#host.chooseColors(mode);
  }

  #attention() {
    const content = this.#content;
    if (content.kind === 'running') return html`<p class="quiet" role="status">${runningWords(content)}</p>`;
    if (content.kind === 'failed') return html`<p role="alert">${content.message}</p>`;
    if (content.kind === 'empty')
      return html`<p class="quiet">${t('Put the caret into a paragraph: here you see which tokens the one at the caret attends to.')}</p>`;
    return html`<section class="attention"><h2>${t('What it attends to')}</h2>${this.#token(content)} ${this.#layers(content)} ${this.#list(content)}</section>
      <vscode-button secondary data-action="explain" @click=${() => void this.#host.explain()}>${t('Explain Tokens')}</vscode-button>`;
  }

  #token({ tokens, token }: Extract<SideContent, { kind: 'token' }>) {
    return html`<div class="token"><code>${shortText(tokens[token], 24)}</code><span>${t('token {0} of {1} (position {2})', token + 1, tokens.length, token)}</span></div>`;
  }

  /** The layers to choose from, in front of them the mean over all. */
  #layers({ model }: Extract<SideContent, { kind: 'token' }>) {
    const choice = (layer: number | undefined, label: string, name: string) =>
      html`<button role="radio" aria-checked=${layer === this.#layer} aria-label=${name} title=${name} tabindex=${layer === this.#layer ? 0 : -1} @click=${() => this.#choose(layer)}>${label}</button>`;
    return html`<div class="layers" role="radiogroup" aria-label=${t('Layer')} @keydown=${(event: KeyboardEvent) => this.#onKey(event, model.layers)}>
      ${choice(undefined, t('all'), t('Mean of all layers'))}
      ${Array.from({ length: model.layers }, (_, layer) => choice(layer, String(layer), t('Layer {0}, mean of all heads', layer)))}
    </div>`;
  }

  /** Here −1 stands for all layers, which come before layer 0. */
  #onKey(event: KeyboardEvent, layers: number): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.max(-1, Math.min(layers - 1, (this.#layer ?? -1) + step));
    this.#choose(next < 0 ? undefined : next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus());
  }

  #choose(layer: number | undefined): void {
    this.#layer = layer;
    this.#answered();
  }

  /** Bars are relative to the largest weight, the numbers beside them are not. */
  #list({ tokens, token, model }: Extract<SideContent, { kind: 'token' }>) {
    const instead = this.#layer !== undefined && insteadOfHeads(model, this.#layer);
    if (instead) return html`<p class="quiet">${instead}</p>`;
    const weights = this.#rows.value?.token === token ? this.#weights() : undefined;
    if (!weights) {
      const { failure } = this.#rows;
      return html`<p class="quiet">${failure === undefined ? t('Computing…') : failureWords(failure)}</p>`;
    }
    const strongest = Array.from(weights, (weight, at) => ({ weight, at: at as TokenIndex })).sort(
      (a, b) => b.weight - a.weight,
    );
    const most = strongest[0]?.weight || 1;
    const listed = strongest.slice(0, MOST_LISTED);
    const rest = strongest.slice(MOST_LISTED).reduce((sum, { weight }) => sum + weight, 0);
    return html`<div class="list" role="list" aria-label=${t('What this token attends to')}>
        ${listed.map(
          ({
            weight,
            at,
          }) => html`<div role="listitem"><button data-token=${at} title=${t('Show in the editor')} @click=${() => void this.#host.reveal(at)}
            @pointerenter=${() => void this.#host.pointAt.asEvent(at)} @pointerleave=${() => void this.#host.pointAt.asEvent(undefined)}
            @focus=${() => void this.#host.pointAt.asEvent(at)} @blur=${() => void this.#host.pointAt.asEvent(undefined)}>
            <span class="name">${shortText(tokens[at], 16)}</span>
            <span class="track" aria-hidden="true"><span class="fill" .style=${`width:${(weight / most) * 100}%`}></span></span>
            <span class="value">${percent(weight)}</span></button></div>`,
        )}
      </div>
      ${strongest.length > MOST_LISTED ? html`<p class="quiet rest">${t('{0} more tokens share {1}', strongest.length - MOST_LISTED, percent(rest))}</p>` : nothing}`;
  }

  static override styles = [
    modeStyles,
    legendStyles,
    caretStyles,
    css`
    main { display: flex; flex-direction: column; gap: 12px; padding: 10px 14px; font-size: 12px; align-items: stretch; }
    .unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .quiet { color: var(--vscode-descriptionForeground); line-height: 1.5; }
    p { margin: 0; }
    .token { display: flex; align-items: baseline; gap: 10px; }
    .token code { padding: 0 4px; }
    .token span { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    .layers { display: flex; flex-wrap: wrap; gap: 3px; }
    .layers button { min-width: 22px; padding: 2px 6px; border: 1px solid var(--ts-hairline); border-radius: 3px; background: none; color: inherit; font: inherit; font-variant-numeric: tabular-nums; cursor: pointer; }
    .layers button:hover { background: var(--vscode-toolbar-hoverBackground); }
    .layers button[aria-checked='true'] { background: var(--vscode-button-background); color: var(--vscode-button-foreground); border-color: var(--vscode-contrastBorder, transparent); }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
    .list { display: flex; flex-direction: column; gap: 1px; }
    .list button { width: 100%; display: grid; grid-template-columns: minmax(0, 9em) minmax(40px, 1fr) 4.5em; gap: 8px; align-items: center; height: 22px; padding: 0 4px; border: 0; border-radius: 3px; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
    .list button:hover { background: var(--vscode-list-hoverBackground); }
    .name { font-family: var(--vscode-editor-font-family); white-space: pre; overflow: hidden; text-overflow: ellipsis; }
    .track { height: 9px; }
    .fill { display: block; height: 100%; border-radius: 2px; background: var(--ts-attention); }
    .value { text-align: right; font-variant-numeric: tabular-nums; }
    .rest { padding-left: 4px; }
    .colors, .attention { display: flex; flex-direction: column; gap: 8px; }
    .caret, .attention { padding-top: 10px; border-top: 1px solid var(--ts-hairline); }
    vscode-button { align-self: flex-start; }
  `,
  ];
}

adoptPageStyles();
watchTheme();
customElements.define('tokenscope-side', SideElement);
document.body.append(document.createElement('tokenscope-side'));
