// The host of the panel, which shows one explained text at a time: starts the run, answers the webview's questions, and
// keeps the editor's marks in step. Draws and computes nothing.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import { remoteHost } from '../contract/remoteAddress.ts';
import type { PanelApi, PanelContent, PanelHostApi } from '../contract/webviewApi.ts';
import { type ChosenText, textIn } from '../editor/chosenText.ts';
import { ExplainedText } from '../editor/explainedText.ts';
import { FollowedText } from '../editor/followedText.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { modelName } from '../messages/modelName.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { editorMarks } from './editorMarks.ts';
import { webviewHtml, webviewOptions } from './html.ts';
import { insertBehind, offerBehind } from './insertBehind.ts';
import { lockGroupOf } from './lockedGroup.ts';
import { openedAgain, sayGone } from './openedAgain.ts';
import { otherTokenizations } from './otherTokenizations.ts';
import type { PanelParts } from './panelParts.ts';
import { runQuestions } from './runQuestions.ts';
import { saveFile } from './saveFile.ts';
import { connectWebview, webviewStart } from './webviewChannel.ts';

export const PANEL_TYPE = 'tokenscope.panel';

/** N-grams are counted in the first characters of the document, at most so many. */
const MAX_COUNTED = 1_000_000;

export class Panel implements vscode.Disposable {
  readonly #parts: PanelParts;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when another text or none is explained, when that failed, and when edits move the text or make it stale. */
  readonly onDidChangeText = this.#changed.event;
  readonly #watch: vscode.Disposable;
  #view: { readonly panel: vscode.WebviewPanel; readonly remote: PanelApi } | undefined;
  #content: PanelContent = { kind: 'empty' };
  #run: RunId | undefined;
  #chosen: ChosenText | undefined;
  /** Where the chosen text is now. It is followed from the start, before there is an explanation. */
  #place: FollowedText | undefined;
  #text: ExplainedText | undefined;
  /** What the page is to be told once it listens; undefined when it does. */
  #unheard: ((page: PanelApi) => void)[] | undefined;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#watch = vscode.Disposable.from(
      parts.engine.onBlockDone((run, done, of) => {
        if (run === this.#run && this.#content.kind === 'running') this.#show({ ...this.#content, done, of });
      }),
      parts.engine.onExit((failure) => {
        if (this.#content.kind === 'explained') this.#fail(failure);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (textEditor.document === this.#text?.document)
          this.#view?.remote.focusToken(this.#text.tokenAt(selections[0].active));
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

  /** The reason why there is no explanation. */
  get failure(): Failure | undefined {
    return this.#content.kind === 'failed' ? this.#content.failure : undefined;
  }

  /**
   * Shows the panel and explains a text, with the model that is set unless another one is named; an explanation that is
   * still running is abandoned. Never rejects.
   */
  async explain(chosen: ChosenText, modelFolder = this.#parts.modelFolder()): Promise<void> {
    this.#open();
    this.#forget();
    this.#chosen = chosen;
    const place = this.#follow(chosen);
    const run = randomUUID();
    this.#run = run;
    const options = this.#parts.engineOptions();
    this.#show({ kind: 'running', run, done: 0, of: 0, remote: remoteHost(options) });
    try {
      const summary = await this.#parts.engine.explain({
        run,
        modelFolder,
        options,
        text: chosen.text,
      });
      if (this.#run === run) this.#explained(place, summary);
      else void this.#release(run);
    } catch (thrown) {
      if (this.#run === run) this.#fail(thrown);
    }
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
    if (document) await this.explain(textIn(document, place.range), modelFolder);
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

  startTour(): void {
    this.#tell((page) => page.startTour());
  }

  /** Shows a stop of the panel, which is what a deep link asks for. */
  goTo(stop: string): void {
    this.focus();
    this.#tell((page) => page.goTo(stop));
  }

  /** Shows a tool of the Lab, with the question what comes after the text. */
  askAtEnd(tool: string): void {
    this.#tell((page) => page.askAtEnd(tool));
  }

  /** Exports the explanation as a page; false where there is none. */
  exportPage(): boolean {
    if (this.summary) {
      this.#open(); // charts of a panel that is hidden are not drawn
      this.#tell((page) => page.exportPage());
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
    const title = vscode.l10n.t('Tokens');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    this.#attach(vscode.window.createWebviewPanel(PANEL_TYPE, title, column, { retainContextWhenHidden: true }));
  }

  #attach(panel: vscode.WebviewPanel): void {
    const { extension, log } = this.#parts;
    panel.webview.options = webviewOptions(extension);
    const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `tokenscope-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const remote = connectWebview<PanelApi, PanelHostApi>(
      panel.webview,
      this.#hostApi(),
      ['begin', 'show', 'sourceChanged', 'focusToken', 'startTour', 'goTo', 'askAtEnd', 'exportPage'],
      log,
    );
    panel.webview.html = webviewHtml(panel.webview, vscode.Uri.joinPath(extension, 'dist', 'panel.js'));
    lockGroupOf(panel);
    panel.onDidDispose(() => {
      remote.$close();
      this.#view = undefined;
      this.#forget();
      this.#content = { kind: 'empty' };
    });
    this.#view = { panel, remote: remote as unknown as PanelApi };
    this.#unheard = [];
    this.#view.remote.begin(webviewStart());
  }

  #hostApi(): PanelHostApi {
    const { engine, counter, embeddedModel } = this.#parts;
    return {
      ...runQuestions(engine, () => this.#run),
      ready: async () => webviewStart(),
      showAgain: () => {
        this.#show(this.#content.kind === 'empty' ? this.#empty() : this.#content);
        this.#tellUnheard();
      },
      listening: () => this.#tellUnheard(),
      explainAgain: async () => this.explainAgain(),
      tourWithEmbedded: async () => {
        await this.explainAgain(embeddedModel);
        if (this.summary) this.startTour();
      },
      cancel: async (run) => await engine.cancel(run),
      chooseModel: () => void vscode.commands.executeCommand('tokenscope.chooseModel'),
      ...editorMarks(() => this.#text, this.#parts),
      compare: async (encodings) => {
        const isEmbedded = this.summary?.model.folder === embeddedModel;
        const others = { encodings, embeddedModel: isEmbedded ? undefined : embeddedModel };
        return await otherTokenizations(counter, this.#explainedPart(), others);
      },
      ngrams: async (after, k) => await engine.ngrams(this.#run ?? '', this.#documentText(), after, k),
      save: async (name, content) => await saveFile(name, content, this.#chosen?.document.uri),
      copy: async (text) => await vscode.env.clipboard.writeText(text),
      insert: async (text) => await insertBehind(this.#text, this.summary, text),
      offer: async (text) => await offerBehind(this.#text, this.summary, text, this.#parts.ghostText),
    };
  }

  /** The part of the text that the model read. */
  #explainedPart(): string {
    return this.#chosen?.text.slice(0, this.summary?.explainedTo) ?? '';
  }

  #documentText(): string {
    return this.#chosen?.document.getText().slice(0, MAX_COUNTED) ?? '';
  }

  #follow(chosen: ChosenText): FollowedText {
    const place = new FollowedText(chosen);
    this.#place = place;
    place.onDidChange(() => {
      if (!this.#text) return;
      this.#view?.remote.sourceChanged(place.source);
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
    this.#run = undefined;
    if (this.#unheard) this.#unheard = [];
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

  /** Tells the page once it listens; what it is told while it loads would be lost. */
  #tell(message: (page: PanelApi) => void): void {
    if (this.#unheard) this.#unheard.push(message);
    else if (this.#view) message(this.#view.remote);
  }

  #tellUnheard(): void {
    const messages = this.#unheard ?? [];
    this.#unheard = undefined;
    for (const message of messages) this.#tell(message);
  }

  #show(content: PanelContent): void {
    this.#content = content;
    this.#view?.remote.show(content);
    if (content.kind !== 'running') this.#changed.fire();
  }
}
