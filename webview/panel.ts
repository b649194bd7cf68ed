// Entry point of the panel: owns the state and the channel, hands both down, draws the frame around the stops.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { css, html, LitElement, nothing } from 'lit';
import type { HeadRef, SamplingOptions, TokenIndex } from '../src/engine/protocol.ts';
import type { PanelApi, PanelHostApi } from '../src/views/protocol.ts';
import { Answers } from './answers.ts';
import { connectHost, saved } from './channel.ts';
import { Generation } from './generation.ts';
import { setLanguage, t } from './l10n.ts';
import { Pointer } from './pointer.ts';
import { fromSaved, toSave } from './savedState.ts';
import { type PanelEvent, promptLength, update } from './state.ts';
import { matrixRow, rowOf } from './stops/attentionRow.ts';
import './stops/attentionStop.ts';
import type { GenerationAction } from './stops/generationBar.ts';
import { emptyScreen, failedScreen, runningScreen, screenStyles } from './stops/screens.ts';
import './stops/generationBar.ts';
import { header, headerStyles } from './stops/header.ts';
import './stops/nextTokenStop.ts';
import { section, sectionStyles } from './stops/section.ts';
import './stops/tokenList.ts';
import './stops/vectorsStop.ts';
import { adoptPageStyles } from './styles.ts';
import { watchTheme } from './theme.ts';

class PanelElement extends LitElement {
  #state = fromSaved(saved.read());
  readonly #pointer = new Pointer();
  readonly #host = connectHost<PanelHostApi, PanelApi>({
    show: (content) => this.#send({ kind: 'content', content }),
    sourceChanged: (source) => this.#send({ kind: 'source', source }),
    focusToken: (token) => (token === undefined ? this.#pointer.pointAt() : this.#pointer.pointAt(token)),
  });
  readonly #answers = new Answers(this.#host, () => this.requestUpdate());
  readonly #generation = new Generation(
    this.#host,
    () => this.#state,
    (event) => this.#send(event),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.#pointer.onChange(([token]) => void this.#host.pointAt.asEvent(token));
    void this.#start();
  }

  async #start(): Promise<void> {
    const { language, strings } = await this.#host.ready();
    setLanguage(language, strings);
    this.requestUpdate();
  }

  #send(event: PanelEvent): void {
    const before = this.#state;
    this.#state = update(before, event);
    this.#answers.follow(this.#state);
    if (event.kind !== 'content' || event.content.kind === 'explained') saved.write(toSave(this.#state));
    this.requestUpdate();
  }

  override render() {
    const { content } = this.#state;
    if (content.kind === 'empty') return emptyScreen();
    if (content.kind === 'running') return runningScreen(content, () => void this.#host.cancel(content.run));
    if (content.kind === 'failed') return failedScreen(content.message, () => void this.#host.explainAgain());
    return html`<header class="top">${header(this.#state, () => void this.#host.explainAgain())}</header>
      <main>${this.#tokens()} ${this.#attention()} ${this.#vectors()} ${this.#next()}</main>
      <footer class="bottom"><ts-generation-bar
        .steps=${this.#state.steps}
        .generating=${this.#state.generating}
        .notice=${this.#state.notice}
        @generation=${(event: CustomEvent<GenerationAction>) => void this.#generation.act(event.detail)}
      ></ts-generation-bar></footer>`;
  }

  override updated(): void {
    const weights = this.#weights();
    const { selected } = this.#state;
    if (weights === this.#tinted) return;
    this.#tinted = weights;
    void this.#host.tint.asEvent(selected === undefined || !weights ? undefined : Float32Array.from(weights));
  }
  #tinted: ArrayLike<number> | undefined;

  /** What the selected token attends to in the chosen head. */
  #weights(): ArrayLike<number> | undefined {
    const { selected, head, steps } = this.#state;
    if (selected === undefined) return undefined;
    const matrix = this.#answers.matrix.isCurrent ? this.#answers.matrix.value : undefined;
    if (matrix && selected < matrix.rows)
      return this.#remembered(`${selected}`, matrix, () => matrixRow(matrix, selected));
    const step = steps.find(({ index }) => index === selected);
    return step && head && this.#remembered(JSON.stringify(head), step, () => rowOf(step.attention, head));
  }

  /** The same array as long as it is of the same answer: nothing is drawn twice. */
  #remembered(key: string, of: object, make: () => ArrayLike<number>): ArrayLike<number> {
    if (this.#row?.key !== key || this.#row.of !== of) this.#row = { key, of, values: make() };
    return this.#row.values;
  }
  #row: { readonly key: string; readonly of: object; readonly values: ArrayLike<number> } | undefined;

  #tokens() {
    const { tokens, selected, showIds } = this.#state;
    const stop = {
      id: 'tokens',
      number: 1,
      title: t('Tokens'),
      lead: t(
        'A model does not read letters or words but tokens: pieces that often stand together in the text it learnt from. Select one to see what it looks at.',
      ),
      tools: html`<vscode-checkbox label=${t('Show ids')} ?checked=${showIds}
        @change=${(event: Event) => this.#send({ kind: 'showIds', showIds: (event.target as HTMLInputElement).checked })}></vscode-checkbox>`,
    };
    return section(
      stop,
      html`<ts-token-list
        .tokens=${tokens}
        .promptLength=${promptLength(this.#state)}
        .selected=${selected}
        .weights=${this.#weights()}
        .showIds=${showIds}
        .pointer=${this.#pointer}
        @token-select=${this.#onSelect}
        @token-reveal=${(event: CustomEvent<TokenIndex>) => void this.#host.reveal(event.detail)}
      ></ts-token-list>`,
    );
  }

  #attention() {
    const { content, tokens, head, selected } = this.#state;
    if (content.kind !== 'explained' || !head) return nothing;
    const { layers, heads } = content.summary.model;
    return html`<ts-attention-stop
      .tokens=${tokens}
      .layers=${layers}
      .heads=${heads}
      .head=${head}
      .overview=${this.#answers.overview.value}
      .matrix=${this.#answers.matrix.value}
      .weights=${this.#weights()}
      .selected=${selected}
      .pointer=${this.#pointer}
      @token-select=${this.#onSelect}
      @head-choose=${(event: CustomEvent<HeadRef>) => this.#send({ kind: 'head', head: event.detail })}
    ></ts-attention-stop>`;
  }

  #vectors() {
    const vectors = this.#answers.vectors.value;
    return html`<ts-vectors-stop .vectors=${vectors} .token=${vectors && this.#state.tokens[vectors.token]}></ts-vectors-stop>`;
  }

  #next() {
    const next = this.#answers.next.value;
    return html`<ts-next-token-stop
      .next=${next}
      .token=${next && this.#state.tokens[next.after]}
      .sampling=${this.#state.sampling}
      @sampling-change=${(event: CustomEvent<SamplingOptions>) => this.#send({ kind: 'sampling', sampling: event.detail })}
    ></ts-next-token-stop>`;
  }

  #onSelect = (event: CustomEvent<TokenIndex | undefined>) => this.#send({ kind: 'select', token: event.detail });

  static override styles = [
    sectionStyles,
    headerStyles,
    screenStyles,
    css`
      :host { display: block; }
      .top { position: sticky; top: 0; z-index: 10; background: var(--vscode-editor-background); border-bottom: 1px solid var(--ts-hairline); }
      .bottom { position: sticky; bottom: 0; z-index: 10; background: var(--vscode-sideBar-background, var(--vscode-editor-background)); border-top: 1px solid var(--ts-hairline); }
      main { min-height: calc(100vh - 90px); }
    `,
  ];
}

adoptPageStyles();
watchTheme();
customElements.define('tokenscope-panel', PanelElement);
document.body.append(document.createElement('tokenscope-panel'));
