// The entry point of the editor of models' files. Owns what is shown and the channel to the host, and draws the frame around the
// tabs. Reads no file.
import { html, LitElement, nothing } from 'lit';
import type { TokenizerFacts } from '../src/contract/modelFile.ts';
import type {
  Answered,
  ModelFileApi,
  ModelFileContent,
  ModelFileHostApi,
  OtherFile,
  TextInHand,
} from '../src/contract/modelFileApi.ts';
import type { WebviewStart } from '../src/contract/webviewApi.ts';
import { card, cardStyles } from './modelFile/card.ts';
import './modelFile/chatTab.ts';
import './modelFile/compareTab.ts';
import { drawing, drawingStyles } from './modelFile/drawing.ts';
import type { FileHost } from './modelFile/fileHost.ts';
import { type FileTab, tabBar, tabStyles, tabsOf } from './modelFile/fileTabs.ts';
import { frameStyles } from './modelFile/frameStyles.ts';
import { header, headerStyles } from './modelFile/header.ts';
import { screen, screenStyles } from './modelFile/screens.ts';
import './modelFile/tensorsTab.ts';
import './modelFile/vocabularyTab.ts';
import { workStyles } from './modelFile/work.ts';
import { connectHost } from './state/channel.ts';
import { setLanguage } from './text/l10n.ts';
import { adoptPageStyles } from './theme/styles.ts';
import { watchTheme } from './theme/theme.ts';

type Shown = Extract<ModelFileContent, { kind: 'shown' }>;

class ModelFileElement extends LitElement {
  #content: ModelFileContent | undefined;
  #begun = false;
  #tab: FileTab = 'overview';
  #tokenizer: Answered<TokenizerFacts> | undefined;
  #text: TextInHand | undefined;
  #other: OtherFile | undefined;
  #changed: 'no' | 'changed' | 'gone' = 'no';
  #chosen = '';
  #shares: ReadonlyMap<string, number> = new Map();
  /** Another one for each file that is shown, so that tabs ask anew. */
  #host: FileHost | undefined;
  readonly #remote = connectHost<ModelFileHostApi, ModelFileApi>({
    begin: (start) => this.#begin(start),
    show: (content) => this.#show(content),
    changed: (gone) => this.#set(() => (this.#changed = gone ? 'gone' : 'changed')),
    progress: (id, share) => this.#set(() => (this.#shares = new Map(this.#shares).set(id, share))),
    textInHand: (text) => this.#set(() => (this.#text = text)),
    compareWith: (other) => this.#compareWith(other),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('tensor-chosen', (event) => this.#choose((event as CustomEvent<string>).detail));
    this.addEventListener('choose-other', () => void this.#chooseOther());
    document.addEventListener('keydown', (event) => this.#onKey(event));
    void this.#start();
  }

  /** Nothing is drawn before the language is known: elements would keep the texts that they were first drawn with. */
  #begin({ language, strings }: WebviewStart): void {
    if (this.#begun) return;
    setLanguage(language, strings);
    this.#set(() => (this.#begun = true));
  }

  async #start(): Promise<void> {
    this.#begin(await this.#remote.ready());
    if (!this.#content) void this.#remote.showAgain.asEvent();
  }

  #set(change: () => void): void {
    change();
    this.requestUpdate();
  }

  #show(content: ModelFileContent): void {
    this.#content = content;
    this.#changed = 'no';
    this.#other = undefined;
    this.#tokenizer = undefined;
    this.#shares = new Map();
    if (content.kind === 'shown') void this.#fetch(content);
    this.requestUpdate();
  }

  /** Asks for what is not in the header, which takes longer. */
  async #fetch({ file }: Shown): Promise<void> {
    this.#host = this.#hostOf();
    if (file.kind === 'tokenizer') this.#tab = 'vocabulary';
    if (!tabsOf(file, undefined).includes(this.#tab)) this.#tab = 'overview';
    if (!file.hasTokenizer) return;
    const content = this.#content;
    const tokenizer = await this.#remote.tokenizer();
    if (content === this.#content) this.#set(() => (this.#tokenizer = tokenizer));
  }

  #hostOf(): FileHost {
    const {
      tokenizer,
      statistics,
      search,
      entries,
      chatSample,
      chooseOther,
      differences,
      textDifferences,
      openInCompare,
      copy,
      cancel,
    } = this.#remote;
    const asked = {
      tokenizer,
      statistics,
      search,
      entries,
      chatSample,
      chooseOther,
      differences,
      textDifferences,
      openInCompare,
      copy,
    };
    return { ...asked, cancel: (inspection) => void cancel.asEvent(inspection) };
  }

  #choose(tensor: string): void {
    this.#set(() => (this.#chosen = tensor));
  }

  async #chooseOther(): Promise<void> {
    const other = await this.#remote.chooseOther();
    if (other) this.#compareWith(other);
  }

  #compareWith(other: OtherFile): void {
    this.#set(() => {
      this.#other = other;
      this.#tab = 'compare';
    });
  }

  /** As in VS Code and on the web: / or the key that finds looks for something, in the table that is shown or else among tensors. */
  #onKey(event: KeyboardEvent): void {
    const isSlash = event.key === '/' && !isField(event.composedPath()[0]);
    const isFind =
      event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (this.#content?.kind !== 'shown' || (!isSlash && !isFind)) return;
    event.preventDefault();
    const tabs = tabsOf(this.#content.file, this.#tokenizer);
    if (this.#tab !== 'tensors' && this.#tab !== 'vocabulary')
      this.#set(() => (this.#tab = tabs.includes('tensors') ? 'tensors' : 'vocabulary'));
    void this.updateComplete.then(() => this.#focusSearch());
  }

  async #focusSearch(): Promise<void> {
    const tab = this.renderRoot.querySelector<LitElement>('ts-tensors, ts-vocabulary');
    await tab?.updateComplete;
    const field = tab?.renderRoot.querySelector<HTMLInputElement>('.search');
    field?.focus();
    field?.select();
  }

  override render() {
    const content = this.#content;
    if (!this.#begun || !content) return nothing;
    if (content.kind !== 'shown')
      return screen(content, {
        reload: () => void this.#remote.reload.asEvent(),
        manageTrust: () => void this.#remote.manageTrust.asEvent(),
      });
    const { name, file } = content;
    return html`${header(
      { name, file, text: this.#text, changed: this.#changed },
      {
        explain: () => void this.#remote.explain.asEvent(),
        compare: () => void this.#chooseOther(),
        reload: () => void this.#remote.reload.asEvent(),
      },
    )}
    <main>
      ${tabBar(tabsOf(file, this.#tokenizer), this.#tab, (tab) => this.#set(() => (this.#tab = tab)))}
      <div class="panel" role="tabpanel" id="tab-panel" aria-labelledby=${`tab-${this.#tab}`}>${this.#panel(content)}</div>
    </main>`;
  }

  #panel({ file }: Shown) {
    const host = this.#host;
    switch (this.#tab) {
      case 'overview':
        return this.#overview(file);
      case 'tensors':
        return html`<ts-tensors .tensors=${file.tensors} .parts=${file.parts} .host=${host} .shares=${this.#shares} .chosen=${this.#chosen}></ts-tensors>`;
      case 'vocabulary':
        return html`<ts-vocabulary .host=${host} .facts=${this.#tokenizer?.kind === 'answered' ? this.#tokenizer.value : undefined}></ts-vocabulary>`;
      case 'chat':
        return html`<ts-chat-sample .host=${host}></ts-chat-sample>`;
      case 'compare':
        return html`<ts-compare-files .host=${host} .other=${this.#other} .shares=${this.#shares} .text=${this.#text}></ts-compare-files>`;
    }
  }

  #overview(file: Shown['file']) {
    const toTensor = (tensor: string) => {
      this.#tab = 'tensors';
      this.#choose(tensor);
    };
    return html`<div class="overview" tabindex="0" role="region" aria-labelledby="tab-overview">
      <section>${card(file, this.#tokenizer)}</section>
      ${file.drawing ? html`<section class="drawing">${drawing(file.drawing, toTensor)}</section>` : nothing}
    </div>`;
  }

  static override styles = [workStyles, headerStyles, tabStyles, cardStyles, drawingStyles, screenStyles, frameStyles];
}

function isField(target: EventTarget | undefined): boolean {
  return target instanceof Element && target.matches('input, select, textarea');
}

adoptPageStyles();
watchTheme();
customElements.define('tokenscope-model-file', ModelFileElement);
document.body.append(document.createElement('tokenscope-model-file'));
