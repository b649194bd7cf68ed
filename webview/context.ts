// The entry point of the Context X-ray. Owns the state and the channel to the host, and draws the frame around the tree, the
// map and the lists. Counts nothing.
import { html, LitElement, nothing } from 'lit';
import type { ContextApi, ContextContent, ContextHostApi, SavedContext } from '../src/contract/contextApi.ts';
import type { WebviewStart } from '../src/contract/webviewApi.ts';
import { chatStyles } from './context/chatStyles.ts';
import { chatView } from './context/chatView.ts';
import { type Checks, checksOf } from './context/checks.ts';
import './context/contextMap.ts';
import type { ContextMapElement } from './context/contextMap.ts';
import {
  begun,
  type ContextEvent,
  type ContextState,
  type ContextTab,
  type Passed,
  update,
} from './context/contextState.ts';
import { contextStyles } from './context/contextStyles.ts';
import './context/contextTreeElement.ts';
import { countingScreen, emptyScreen, failedScreen } from './context/contextScreens.ts';
import type { ContextTreeElement } from './context/contextTreeElement.ts';
import { copiedMarkdown } from './context/copiedMarkdown.ts';
import { duplicatesList, leftOutList, listStyles } from './context/lists.ts';
import { partsBar, partsBarStyles } from './context/partsBar.ts';
import { rowsOf } from './context/rows.ts';
import { savedUnchecked, toKeep } from './context/savedContext.ts';
import { shownSummary } from './context/shownSummary.ts';
import { type Summary, summary, summaryStyles } from './context/summary.ts';
import { tabBar, tabBarStyles } from './context/tabBar.ts';
import { connectHost, saved } from './state/channel.ts';
import { setLanguage } from './text/l10n.ts';
import { groupColors, groupStyles } from './theme/groups.ts';
import { adoptPageStyles } from './theme/styles.ts';
import { watchTheme } from './theme/theme.ts';

type Counted = Extract<ContextContent, { kind: 'counted' }>;
/** What the tree and the map send up: changes of the state, and what is only passed on. */
type Sent = ContextEvent | Passed;

class ContextElement extends LitElement {
  #state: ContextState = begun(savedUnchecked(saved.read()));
  #begun = false;
  #shown = false;
  readonly #host = connectHost<ContextHostApi, ContextApi>({
    begin: (start) => this.#begin(start),
    show: (content) => {
      this.#shown = true;
      this.#send({ kind: 'content', content });
    },
    outdated: () => this.#send({ kind: 'outdated' }),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('context-event', (event) => this.#hear((event as CustomEvent<Sent>).detail));
    void this.#start();
  }

  /** Nothing is drawn before the language is known: elements would keep the texts that they were first drawn with. */
  #begin({ language, strings }: WebviewStart): void {
    if (this.#begun) return;
    setLanguage(language, strings);
    this.#begun = true;
    this.requestUpdate();
  }

  async #start(): Promise<void> {
    this.#begin(await this.#host.ready());
    if (!this.#shown) void this.#host.showAgain.asEvent();
  }

  #hear(event: Sent): void {
    if (event.kind === 'point') this.#point(event.id);
    else if (event.kind === 'open') this.#open([event.id]);
    else this.#send(event);
  }

  /** What is pointed at in the tree shows in the map, and the other way round. Nothing is drawn anew for that. */
  #point(id: string | undefined): void {
    for (const tag of ['ts-context-tree', 'ts-context-map'])
      this.renderRoot.querySelector<ContextTreeElement | ContextMapElement>(tag)?.pointAt(id);
  }

  #open(ids: readonly string[]): void {
    const places = ids.flatMap((id) => this.#state.tree.index.get(id)?.node.place ?? []);
    if (places.length > 0) void this.#host.open.asEvent(places);
  }

  #send(event: ContextEvent): void {
    const { unchecked, subject } = this.#state;
    this.#state = update(this.#state, event);
    this.requestUpdate();
    const { content } = this.#state;
    if (unchecked === this.#state.unchecked && subject === this.#state.subject) return;
    if (content.kind === 'counted') saved.write(toKeep(content.subject, this.#state.unchecked) satisfies SavedContext);
  }

  override render() {
    const { content } = this.#state;
    if (!this.#begun || !this.#shown) return nothing;
    if (content.kind === 'empty') return emptyScreen(() => void this.#host.chooseSubject.asEvent());
    if (content.kind === 'counting') return countingScreen(content, () => void this.#host.cancel.asEvent());
    if (content.kind === 'failed')
      return failedScreen(content, {
        again: () => void this.#host.refresh.asEvent(),
        choose: () => void this.#host.chooseSubject.asEvent(),
      });
    const checks = checksOf(this.#state.tree.roots, this.#state.unchecked);
    const shown = shownSummary(this.#state, content, checks);
    return html`<header>${summary(shown, this.#actions(content.report, shown, checks))}</header>
      <main data-tab=${this.#state.tab}>
        <section class="lists">${tabBar(this.#state, content, (tab) => this.#send({ kind: 'tab', tab }))}
          <div class="tab" role="tabpanel" id="tab-panel" aria-labelledby=${`tab-${this.#state.tab}`}>${this.#tab(this.#state.tab, content, checks)}</div></section>
        <section class="map"><ts-context-map .tree=${this.#state.tree} .checks=${checks} .active=${this.#state.active} .zoom=${this.#state.zoom}></ts-context-map></section>
      </main>`;
  }

  #actions(report: Counted['report'], shown: Summary, checks: Checks) {
    return {
      chooseTokenizer: () => void this.#host.chooseTokenizer.asEvent(),
      chooseSubject: () => void this.#host.chooseSubject.asEvent(),
      refresh: () => void this.#host.refresh.asEvent(),
      cancel: () => void this.#host.cancel.asEvent(),
      checkAll: () => this.#send({ kind: 'checkAll' }),
      copyMarkdown: () => void this.#host.copy(copiedMarkdown(report, shown, this.#state.tree, checks)),
      saveJson: () => void this.#host.save('context.json', `${JSON.stringify(report, null, 2)}\n`),
    };
  }

  #tab(tab: ContextTab, { report, chat }: Counted, checks: Checks) {
    const { tree, active, unchecked: _, ...view } = this.#state;
    if (tab === 'chat')
      return html`<div class="scrolled">${chatView({ nodes: report.nodes, tokens: report.tokens, chat, active, open: (id) => this.#open([id]) })}</div>`;
    if (tab === 'duplicates')
      return html`<div class="scrolled">${duplicatesList(report.duplicates, tree, (ids) => this.#open(ids))}</div>`;
    if (tab === 'leftOut') return html`<div class="scrolled">${leftOutList(report.leftOut)}</div>`;
    const rows = rowsOf(tree.roots, { ...view, where: tree.where });
    return html`${partsBar(this.#state, rows.length, (event) => this.#send(event))}
      <ts-context-tree .rows=${rows} .active=${active} .checks=${checks} .tokens=${tree.tokens} .where=${tree.where}></ts-context-tree>`;
  }

  static override styles = [
    groupStyles,
    contextStyles,
    summaryStyles,
    tabBarStyles,
    partsBarStyles,
    listStyles,
    chatStyles,
  ];
}

adoptPageStyles();
if (groupColors.styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, groupColors.styleSheet];
watchTheme();
customElements.define('tokenscope-context', ContextElement);
document.body.append(document.createElement('tokenscope-context'));
