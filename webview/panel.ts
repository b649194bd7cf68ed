// The entry point of the panel. Owns the state and the channel to the host, hands both down, and draws the frame around
// the stops and the tools. Knows no chart.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, LitElement, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { RunSummary } from '../src/contract/engineApi.ts';
import type { TokenIndex } from '../src/contract/tokens.ts';
import type { PanelApi, PanelHostApi, WebviewStart } from '../src/contract/webviewApi.ts';
import type { WorkedExample } from '../src/contract/workedExamples.ts';
import { card } from './page/cards.ts';
import { Answers } from './state/answers.ts';
import { connectHost, saved } from './state/channel.ts';
import './page/chartMenu.ts';
import { frameStyles } from './page/frameStyles.ts';
import { emptyScreen, failedScreen, runningScreen, screenStyles } from './page/screens.ts';
import { Generation } from './state/generation.ts';
import type { GenerationAction } from './state/generationAction.ts';
import { headAt, layerKinds } from './state/headless.ts';
import type { PanelEvent } from './state/panelState.ts';
import { Pointer } from './state/pointer.ts';
import { QuestionQueue } from './state/questionQueue.ts';
import { fromSaved, toSave } from './state/savedState.ts';
import { update } from './state/state.ts';
import { setLanguage } from './text/l10n.ts';
import './page/generationBar.ts';
import { EditorTint } from './page/editorTint.ts';
import { header, headerStyles } from './page/header.ts';
import { tellHeight } from './page/headerHeight.ts';
import './page/modelMap.ts';
import { LabTools } from './lab/labTools.ts';
import type { ToolContext, ToolTint } from './lab/toolContext.ts';
import { ledTo } from './page/ledTo.ts';
import { Navigation } from './page/navigation.ts';
import { PageExport } from './page/pageExport.ts';
import { pageTitle } from './page/pageTitle.ts';
import { placeElementId, placeSwitch, placeSwitchStyles, tabId } from './page/placeSwitch.ts';
import { sessionNotice } from './page/sessionNotice.ts';
import { listenForShortcuts } from './page/shortcuts.ts';
import { StagedDrawing } from './page/stagedDrawing.ts';
import { toolNav, toolNavStyles } from './page/toolNav.ts';
import type { SessionPanel } from './session/sessionPage.ts';
import { Sessions } from './session/sessions.ts';
import { STOPS, type StopId, tagOf } from './state/stopIds.ts';
import { offeredTools, type PlaceId, type SightId, TOOLS, toolTag } from './state/toolIds.ts';
import { unlessChanged } from './state/unlessChanged.ts';
import { allStops } from './stops/allStops.ts';
import type { StopContext, StopQuestions } from './stops/stopContext.ts';
import { stopContextOf } from './stops/stopContextOf.ts';
import type { StopElement } from './stops/stopElement.ts';
import { adoptPageStyles } from './theme/styles.ts';
import { watchTheme } from './theme/theme.ts';

class PanelElement extends LitElement {
  #state = fromSaved(saved.read());
  readonly #pointer = new Pointer();
  readonly #host = connectHost<PanelHostApi, PanelApi>({
    begin: (start) => this.#begin(start),
    show: (content) => {
      this.#shown = true;
      this.#send({ kind: 'content', content });
    },
    sourceChanged: (source) => this.#send({ kind: 'source', source }),
    engineLost: (lost) => this.#send({ kind: 'lost', lost }),
    ...ledTo({
      state: () => this.#state,
      send: (event) => this.#send(event),
      goTo: (stop) => this.#navigation.goTo(stop),
    }),
    exportPage: () => void this.#exportPage(),
    collectSession: () => void this.#sessions.collect(),
    restoreSession: (session) => void this.#sessions.restore(session),
    sessionRemarks: (remarks) => void this.#sessions.remark(remarks),
    focusToken: (token) => (token === undefined ? this.#pointer.pointAt() : this.#pointer.pointAt(token)),
  });
  /** The engine answers for this panel one question at a time, in the order of this queue. */
  readonly #queue = new QuestionQueue(() => {
    const { content } = this.#state;
    // A run that is gone has ended its questions.
    if (content.kind === 'explained') void this.#host.interrupt(content.summary.run).catch(() => {});
  }, this.#queued.bind(this));
  readonly #answers = new Answers(this.#host, this.#queue, () => this.requestUpdate());
  readonly #generation = new Generation(
    {
      generate: (...question) => this.#queue.ask('now', () => this.#host.generate(...question)),
      choose: (...question) => this.#queue.ask('now', () => this.#host.choose(...question)),
      restore: (...question) => this.#queue.ask('now', () => this.#host.restore(...question)),
      truncate: (...question) => this.#queue.ask('now', () => this.#host.truncate(...question)),
      copy: (text) => this.#host.copy(text),
      insert: (text) => this.#host.insert(text),
      offer: (text) => this.#host.offer(text),
    },
    () => this.#state,
    (event) => this.#send(event),
  );

  readonly #sessions = new Sessions({
    state: () => this.#state,
    send: (event) => this.#send(event),
    host: this.#host as unknown as SessionPanel['host'],
    queue: this.#queue,
    generation: this.#generation,
    goTo: (stop) => this.#navigation.goTo(stop),
  });

  readonly #navigation = new Navigation({
    root: () => this.renderRoot,
    state: () => this.#state,
    send: (event) => this.#send(event),
    drawn: async () => {
      await this.updateComplete;
      await this.#lab.loaded();
      await this.updateComplete;
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#pointer.onChange((_, shown) => void this.#host.pointAt.asEvent(shown?.start, shown?.end));
    listenForShortcuts({
      step: () => this.#act('step'),
      back: () => this.#act('back'),
      goTo: (stop) => {
        if (this.#state.content.kind === 'explained') this.#navigation.enter(stop);
      },
      changePlace: () => {
        if (this.#state.content.kind === 'explained') this.#navigation.changePlace();
      },
    });
    void this.#start();
  }

  #act(action: GenerationAction): void {
    const { content } = this.#state;
    if (content.kind === 'explained' && content.summary.model.predicts === 'next') void this.#generation.act(action);
  }

  /** Nothing is drawn before the language is known: elements would keep the texts that they were first drawn with. */
  #begun = false;
  /** Whether the host has sent something to show. */
  #shown = false;

  #begin({ language, strings }: WebviewStart): void {
    if (this.#begun) return;
    setLanguage(language, strings);
    this.#begun = true;
    this.requestUpdate();
  }

  /** A panel that was loaded anew has missed what the host sent before, and asks for it. Or it came in the meantime. */
  async #start(): Promise<void> {
    this.#begin(await this.#host.ready());
    if (this.#shown) void this.#host.listening.asEvent();
    else void this.#host.showAgain.asEvent();
  }

  async #exportPage(): Promise<void> {
    const { content } = this.#state;
    if (content.kind !== 'explained') return;
    await this.#generation.act('stop'); // while tokens are generated nothing else is asked
    await import('./stops/withoutAttention.ts'); // stops that nobody has seen may need it, too
    const page = await this.#export.make();
    if (page !== undefined) await this.#host.save(`${content.source.label}.tokens.html`, page);
  }

  readonly #export = new PageExport(this.#queue, {
    isWhole: () => this.#state.whole,
    showWhole: (whole) => this.#send({ kind: 'whole', whole }),
    drawn: async () => {
      await this.updateComplete;
      await new Promise(requestAnimationFrame);
    },
    snapshot: async () => {
      const { snapshot } = await import('./page/snapshot.ts');
      const { content } = this.#state;
      const { lang } = document.documentElement;
      return snapshot(content.kind === 'explained' ? pageTitle(content.summary, new Date(), lang) : '');
    },
  });

  /** The one place where the state changes: draws, asks for what it needs, and saves it where there is a text. */
  #send(event: PanelEvent): void {
    const before = this.#state;
    this.#state = update(before, event);
    if (event.kind === 'content') {
      this.#hasLab = false;
      this.#lab.forget();
    }
    this.requestUpdate();
    this.#navigation.changed(before, event);
    this.#follow();
    if (this.#state.content.kind === 'explained') saved.write(toSave(this.#state));
  }

  /** The number of questions is shown while a page is made. */
  #queued(): void {
    if (this.#state.whole) this.requestUpdate();
  }

  #follow(): void {
    const { whole, place } = this.#state;
    const isInSight = (tag: string) => this.#element(tag)?.inSight;
    const stops: readonly SightId[] = STOPS.filter((stop) => (whole ? place === 'lecture' : isInSight(tagOf(stop))));
    const tools = TOOLS.filter((tool) => (whole ? place === 'lab' : isInSight(toolTag(tool))));
    this.#answers.follow(this.#state, new Set([...stops, ...tools]));
  }

  /** A stop or a tool. */
  #element(tag: string): StopElement | null {
    return this.renderRoot.querySelector<StopElement>(tag);
  }

  override render() {
    const { content } = this.#state;
    if (!this.#begun || !this.#shown) return nothing;
    if (content.kind === 'empty') return emptyScreen(content.remote);
    if (content.kind === 'running') return runningScreen(content, () => void this.#host.cancel(content.run));
    if (content.kind === 'failed')
      return failedScreen(
        content.message,
        () => void this.#host.explainAgain(),
        () => this.#host.chooseModel(),
      );
    const { head, stop, place, tool } = this.#state;
    const map = html`<ts-model-map .stop=${stop} .positions=${content.summary.model.positions} .predicts=${content.summary.model.predicts} .kinds=${layerKinds(content.summary.model)} .corrects=${(layer: number) => content.summary.model.states[layer]?.corrects === true} .layer=${head?.layer ?? 0}
          @stop-choose=${(event: CustomEvent<StopId>) => this.#navigation.goTo(event.detail)}
          @layer-choose=${(event: CustomEvent<number>) => this.#chooseLayer(event.detail)}></ts-model-map>`;
    return html`<header class="top" ${ref(tellHeight)}>${header(this.#state, this.#queue.length, this.#actions)}
        <div class="way">${placeSwitch(place, (one) => this.#send({ kind: 'place', place: one }))}${place === 'lecture' ? map : toolNav(offeredTools(content.summary.model), tool, (one) => this.#send({ kind: 'tool', tool: one }))}</div></header>
      <footer class="bottom" data-control>${sessionNotice(this.#state.session, this.#actions.endSession)}${card(this.#state, content.summary, this.#cards)}<ts-generation-bar
        ?hidden=${content.summary.model.predicts !== 'next'}
        .steps=${this.#state.steps}
        .generating=${this.#state.generating}
        .notice=${this.#state.notice}
        @generation=${(event: CustomEvent<GenerationAction>) => this.#act(event.detail)}
      ></ts-generation-bar></footer>
      <main @sight-change=${() => this.#follow()} @panel-event=${(event: CustomEvent<PanelEvent>) => this.#send(event.detail)} @token-reveal=${(event: CustomEvent<TokenIndex>) => void this.#host.reveal(event.detail)}
        @generation=${(event: CustomEvent<GenerationAction>) => this.#act(event.detail)}
        @tool-tint=${({ detail }: CustomEvent<ToolTint>) => this.#tintBy(detail)}
        @lecture-go=${(event: CustomEvent<StopId>) => this.#navigation.enter(event.detail)}>${this.#shownPlaces(content.summary)}</main>
      <ts-chart-menu .save=${(name: string, content: string | Uint8Array<ArrayBuffer>) => this.#host.save(name, content)}></ts-chart-menu>`;
  }

  /** Once somebody has been in the Lab with this text, both are kept, and one of them is hidden. */
  #shownPlaces(summary: RunSummary) {
    const context = this.#context(summary);
    const { stage } = this.#drawing;
    if (!context || stage === 'frame') return nothing;
    const { place, tool, asked, changes, mattered, patching, comparing, lastRun, whole } = this.#state;
    this.#hasLab ||= place === 'lab';
    const lab = { asked, changes, mattered, patching, comparing, lastRun };
    const toolContext: ToolContext = { ...context, ...lab, whole: whole && place === 'lab' };
    this.#lastToolContext = unlessChanged(this.#lastToolContext, toolContext);
    const shown = (one: PlaceId, content: unknown) =>
      html`<div id=${placeElementId(one)} role="tabpanel" aria-labelledby=${tabId(one)} ?hidden=${one !== place}>${content}</div>`;
    return html`${shown('lecture', allStops(context, stage === 'tokens' ? 'first' : 'all'))}${this.#hasLab ? shown('lab', this.#lab.draw(this.#lastToolContext, tool)) : nothing}`;
  }
  #hasLab = false;
  readonly #lab = new LabTools(() => this.requestUpdate());
  #lastToolContext: ToolContext | undefined;

  /** Returns the same object as long as nothing in it has changed, since stops are drawn again for another one. */
  #context(summary: RunSummary): StopContext | undefined {
    const { head } = this.#state;
    if (!head) return undefined;
    const context = stopContextOf(this.#state, summary, head, {
      ...this.#answers.shown(this.#state),
      pointer: this.#pointer,
      host: this.#host as unknown as StopQuestions,
      queue: this.#queue,
    });
    this.#lastContext = unlessChanged(this.#lastContext, context);
    return this.#lastContext;
  }
  #lastContext: StopContext | undefined;

  #chooseLayer(layer: number): void {
    const { content, head } = this.#state;
    if (content.kind !== 'explained') return;
    this.#send({ kind: 'head', head: headAt(content.summary.model, layer, head?.head ?? 'mean') });
  }

  readonly #drawing = new StagedDrawing(() => this.requestUpdate());

  readonly #cards = {
    send: (event: PanelEvent) => this.#send(event),
    goTo: (stop: StopId) => this.#navigation.goTo(stop),
    tourWithEmbedded: () => void this.#host.tourWithEmbedded(),
    openExample: (example: WorkedExample) => this.#host.openExample(example),
  };

  readonly #actions = {
    explainAgain: () => void this.#host.explainAgain(),
    cancelExport: () => void this.#export.cancel(),
    readAgain: () => void this.#sessions.readAgain(() => this.#host.explainAgain()),
    endSession: () => void this.#sessions.cancel(),
  };

  override updated(): void {
    if (this.#lastContext) this.#drawing.begin();
    this.#navigation.follow();
    this.#editorTint.follow(this.#state, this.#lastContext?.weights.value);
  }
  #tintBy(tint: ToolTint): void {
    this.#editorTint.toolTints(tint);
    this.requestUpdate();
  }
  readonly #editorTint = new EditorTint((weights, kind) => void this.#host.tint.asEvent(weights, kind));

  static override styles = [headerStyles, placeSwitchStyles, toolNavStyles, screenStyles, frameStyles];
}

adoptPageStyles();
watchTheme();
customElements.define('tokenscope-panel', PanelElement);
document.body.append(document.createElement('tokenscope-panel'));
