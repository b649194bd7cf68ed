// The host of the panel, which shows one explained text at a time: starts the run, answers the webview's questions, and
// keeps the editor's marks in step. Draws and computes nothing.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import { remoteHost } from '../contract/remoteAddress.ts';
import type { CollectedSession } from '../contract/session.ts';
import type { PanelContent } from '../contract/webviewApi.ts';
import type { WorkedExample } from '../contract/workedExamples.ts';
import { type ChosenText, textIn } from '../editor/chosenText.ts';
import { ExplainedText } from '../editor/explainedText.ts';
import { FollowedText } from '../editor/followedText.ts';
import { failureMessage, lostEngine } from '../messages/failureMessage.ts';
import { modelName } from '../messages/modelName.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { openedAgain, sayGone } from './openedAgain.ts';
import { panelAnswers } from './panelAnswers.ts';
import type { ComparedModels, KeptExplanation, PanelParts } from './panelParts.ts';
import { PanelView } from './panelView.ts';

export class Panel implements vscode.Disposable {
  readonly #parts: PanelParts;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when another text or none is explained, when that failed, and when edits move the text or make it stale. */
  readonly onDidChangeText = this.#changed.event;
  readonly #watch: vscode.Disposable;
  #view: PanelView | undefined;
  #content: PanelContent = { kind: 'empty' };
  #run: RunId | undefined;
  #chosen: ChosenText | undefined;
  /** Where the chosen text is now. It is followed from the start, before there is an explanation. */
  #place: FollowedText | undefined;
  #text: ExplainedText | undefined;
  /** Why the engine that had read the text is gone; what it computed is still shown. */
  #lost: { readonly failure: Failure; readonly words: string } | undefined;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#watch = vscode.Disposable.from(
      parts.engine.onBlockDone((run, done, of, tokens) => {
        if (run === this.#run && this.#content.kind === 'running') this.#show({ ...this.#content, done, of, tokens });
      }),
      parts.engine.onModelOpened((run, opened) => {
        if (run === this.#run && this.#content.kind === 'running') this.#show({ ...this.#content, opened });
      }),
      parts.engine.onExit((failure) => this.lose(failure)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (textEditor.document === this.#text?.document)
          this.#view?.page.focusToken(this.#text.tokenAt(selections[0].active));
      }),
    );
  }

  /** The text that is explained now. */
  get text(): ExplainedText | undefined {
    return this.#text;
  }

  get summary(): RunSummary | undefined {
    return this.#content.kind === 'explained' ? this.#content.summary : undefined;
  }

  /** The reason why there is no explanation, or nothing more can be asked about the one that is shown. */
  get failure(): Failure | undefined {
    return this.#content.kind === 'failed' ? this.#content.failure : this.#lost?.failure;
  }

  /**
   * Shows the panel and explains a text, with the model that is set unless another one is named; an explanation that is
   * still running is abandoned. Never rejects.
   */
  async explain(chosen: ChosenText, modelFolder = this.#parts.modelFolder()): Promise<void> {
    this.#view?.closeUnlessFor(chosen.document.uri);
    this.#open();
    this.#forget();
    this.#chosen = chosen;
    const place = this.#follow(chosen);
    const run = randomUUID();
    this.#run = run;
    const options = this.#parts.engineOptions();
    this.#show({ kind: 'running', run, done: 0, of: 0, remote: remoteHost(options) });
    try {
      await this.#parts.memory.ask(modelFolder);
      if (this.#run !== run) return; // another text was chosen meanwhile
      const summary = await this.#parts.engine.explain({ run, modelFolder, options, text: chosen.text });
      if (this.#run === run) this.#explained(place, summary);
      else void this.#release(run);
    } catch (thrown) {
      if (this.#run === run) this.#fail(thrown);
    }
  }

  /** Explains a text with one model, has the other read it beside that, and shows both in the Lab's Compare. Never rejects. */
  async compare(chosen: ChosenText, { ours, theirs }: ComparedModels): Promise<void> {
    await this.explain(chosen, ours);
    const run = this.#run;
    const { summary } = this;
    if (!summary) return;
    this.#view?.tell((page) => page.compareWith(undefined));
    const other = await this.#parts.otherModel.readBy(theirs, chosen.text.slice(0, summary.explainedTo));
    const declined = { kind: 'failed', message: vscode.l10n.t('Cancelled.') } as const;
    if (this.#run === run) this.#view?.tell((page) => page.compareWith(other ?? declined));
  }

  /**
   * Explains the same place with its present text, and the model that is set unless another one is named; does nothing
   * where no panel shows a text.
   */
  async explainAgain(modelFolder?: string): Promise<void> {
    const place = this.#place;
    if (!place || !this.#view) return;
    const document = await openedAgain(place.document);
    if (this.#place !== place) return; // another text was chosen meanwhile
    const { firstLine } = place;
    if (document) await this.explain({ ...textIn(document, place.range), firstLine }, modelFolder);
    else sayGone(place.source.label);
  }

  /**
   * Takes over a panel that VS Code restored after a reload, unless there is one: it is closed then, since it shows one
   * text at a time. Returns whether it was taken over.
   */
  restore(panel: vscode.WebviewPanel): boolean {
    if (this.#view) panel.dispose();
    else this.#attach(panel);
    return this.#view?.panel === panel;
  }

  /**
   * Goes over to a view that is not its own, such as the tab of a session file, and closes the one that it has. The view
   * shows this document's texts alone: for another text it is closed in turn.
   */
  adopt(view: vscode.WebviewPanel, only: vscode.Uri): void {
    this.#view?.panel.dispose();
    this.#attach(view, only);
  }

  /** Has the page bring a session back, whose text is shown. */
  restoreSession({ setup, numbers }: CollectedSession): void {
    this.#view?.tell((page) => page.restoreSession({ setup, numbers }));
  }

  /** Says something about that session beside its numbers. */
  remarkOnSession(remarks: readonly string[]): void {
    this.#view?.tell((page) => page.sessionRemarks(remarks));
  }

  startTour(): void {
    this.#view?.tell((page) => page.startTour());
  }

  showExample(example: WorkedExample): void {
    this.#view?.tell((page) => page.showExample(example));
  }

  /** Shows a stop of the panel, which is what a deep link asks for. */
  goTo(stop: string): void {
    this.focus();
    this.#view?.tell((page) => page.goTo(stop));
  }

  /** Shows a tool of the Lab, with the question what comes after the text. */
  askAtEnd(tool: string): void {
    this.#view?.tell((page) => page.askAtEnd(tool));
  }

  /** Exports the explanation as a page; false where there is none. */
  exportPage(): boolean {
    if (this.summary) {
      this.#open(); // charts of a panel that is hidden are not drawn
      this.#view?.tell((page) => page.exportPage());
    }
    return this.summary !== undefined;
  }

  /** Has the page collect a session, which it then asks the host to keep; false where there is no explanation. */
  saveSession(): boolean {
    if (this.summary) {
      this.#open();
      this.#view?.tell((page) => page.collectSession());
    }
    return this.summary !== undefined;
  }

  focus(): void {
    if (this.#view) this.#view.panel.reveal(undefined, false);
    else this.#open(false);
  }

  dispose(): void {
    this.#view?.panel.dispose();
    this.#watch.dispose();
    this.#changed.dispose();
  }

  #open(preserveFocus = true): void {
    if (this.#view) {
      this.#view.panel.reveal(undefined, preserveFocus);
      return;
    }
    this.#attach(PanelView.create(preserveFocus));
  }

  #attach(panel: vscode.WebviewPanel, only?: vscode.Uri): void {
    const answers = panelAnswers(this.#parts, {
      run: () => this.#run,
      text: () => this.#text,
      summary: () => this.summary,
      chosen: () => this.#chosen,
      explained: () => this.#keptExplanation(),
      explainAgain: async (modelFolder) => await this.explainAgain(modelFolder),
      startTour: () => this.startTour(),
      showAgain: () => {
        this.#show(this.#content.kind === 'empty' ? this.#empty() : this.#content);
        this.#tellLost();
        this.#view?.tellUnheard();
      },
      listening: () => this.#view?.tellUnheard(),
    });
    const view = new PanelView({ panel, only }, answers, this.#parts, () => {
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#forget();
      this.#content = { kind: 'empty' };
    });
    this.#view = view;
  }

  #keptExplanation(): KeptExplanation | undefined {
    const { summary } = this;
    if (!summary || !this.#chosen || !this.#place) return undefined;
    return { summary, chosen: this.#chosen, source: this.#place.source };
  }

  #follow(chosen: ChosenText): FollowedText {
    const place = new FollowedText(chosen);
    this.#place = place;
    place.onDidChange(() => {
      if (!this.#text) return;
      this.#view?.page.sourceChanged(place.source);
      this.#changed.fire();
    });
    return place;
  }

  #explained(place: FollowedText, summary: RunSummary): void {
    this.#text = new ExplainedText(place, summary.tokens);
    this.#show({ kind: 'explained', summary: this.#withModelName(summary), source: place.source });
  }

  /** The summary with the name that people know the model by; the engine knows only its folder. */
  #withModelName(summary: RunSummary): RunSummary {
    const { model } = summary;
    return { ...summary, model: { ...model, name: modelName(model.folder, this.#parts.embeddedModel) } };
  }

  /** The engine that had read the text is gone. What it computed stays in sight, and the page offers to read it again. */
  lose(failure: Failure, words = lostEngine(failure)): void {
    if (this.#content.kind !== 'explained') return;
    this.#lost = { failure, words };
    this.#tellLost();
    this.#changed.fire();
  }

  #tellLost(): void {
    if (this.#lost) this.#view?.page.engineLost(this.#lost.words);
  }

  #fail(thrown: unknown): void {
    const failure = thrownFailure(thrown, this.#parts.log);
    this.#clearEditor();
    if (failure.code === 'cancelled') this.#show(this.#empty());
    else this.#show({ kind: 'failed', failure, message: failureMessage(failure) });
  }

  #empty(): PanelContent {
    return { kind: 'empty', remote: remoteHost(this.#parts.engineOptions()) };
  }

  /** Ends the run and removes its marks in the editor. */
  #forget(): void {
    if (this.#run) void this.#release(this.#run);
    this.#parts.otherModel.forget();
    this.#lost = undefined;
    this.#run = undefined;
    this.#view?.forgetUnheard();
    this.#place?.dispose();
    this.#place = undefined;
    this.#clearEditor();
  }

  #clearEditor(): void {
    this.#parts.highlight.clear();
    this.#parts.tint.clear();
    this.#parts.ghostText.branch.clear();
    this.#text = undefined;
    this.#changed.fire();
  }

  /** Releases a run. An engine that is not running has nothing to release, and is not started for it. */
  async #release(run: RunId): Promise<void> {
    if (this.#parts.engine.processId !== undefined) await this.#parts.engine.release(run).catch(() => {});
  }

  #show(content: PanelContent): void {
    this.#content = content;
    this.#view?.show(content);
    if (content.kind !== 'running') this.#changed.fire();
  }
}
