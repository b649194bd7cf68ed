// The host of the side view, which follows the caret: it uses the panel's explanation where the caret is in that text, and
// runs any other paragraph by itself; and it says how the document is coloured. Draws and computes nothing.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type CaretToken, COLOR_MODES, type ColorMode, type ColorState } from '../contract/coloring.ts';
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { Failure } from '../contract/failure.ts';
import type { MemoryConsent } from '../contract/memoryConsent.ts';

import type { SideApi, SideContent, SideHostApi } from '../contract/webviewApi.ts';
import { type ChosenText, paragraphAt } from '../editor/chosenText.ts';
import type { EditorColors, TextTint } from '../editor/editorColors.ts';
import { ExplainedText } from '../editor/explainedText.ts';
import { FollowedText } from '../editor/followedText.ts';
import type { TokenHighlight } from '../editor/tokenHighlight.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { tokenOfDocument, tokenOfParagraph } from './caretToken.ts';
import { editorMarks } from './editorMarks.ts';
import { webviewHtml, webviewOptions } from './html.ts';
import { runQuestions } from './runQuestions.ts';
import { connectWebview, webviewStart } from './webviewChannel.ts';

export const SIDE_VIEW = 'tokenscope.attention';
/** The model runs once the caret has rested for this time. */
const REST_MS = 150;
/** A longer paragraph is explained on command only. */
const MAX_CHARACTERS = 20_000;

export interface SideParts {
  readonly extension: vscode.Uri;
  readonly engine: EngineClient;
  readonly modelFolder: () => string;
  readonly engineOptions: () => EngineOptions;
  readonly memory: MemoryConsent;
  /** The panel's explanation, which is used where the caret is in its text. */
  readonly explained: () => { readonly text: ExplainedText; readonly summary: RunSummary } | undefined;
  readonly explain: () => Promise<void>;
  readonly colors: EditorColors;
  readonly chooseColors: (mode: ColorMode) => Promise<void>;
  /** The name of the model that is set. */
  readonly nameOfModel: () => string;
  readonly highlight: TokenHighlight;
  readonly tint: TextTint;
  readonly log: vscode.LogOutputChannel;
}

/** An explanation: the tokens' places in the document, and what the engine said about the run. */
interface Reading {
  readonly text: ExplainedText;
  readonly summary: RunSummary;
}

export class Side implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #parts: SideParts;
  readonly #watch: vscode.Disposable;
  #view: { readonly view: vscode.WebviewView; readonly remote: SideApi } | undefined;
  #content: SideContent = { kind: 'empty' };
  /** The explanation that the view shows now: the panel's or its own. */
  #shown: Reading | undefined;
  /** The explanation of the paragraph that this view ran by itself. */
  #own: Reading | undefined;
  #ownRun: RunId | undefined;
  /** Where the text of that run is now. */
  #ownPlace: FollowedText | undefined;
  #resting: NodeJS.Timeout | undefined;
  /** The place and the state of which the token at the caret was told last, or is being asked. */
  #told: string | undefined;
  /** The editor with the caret; while the focus is in a panel none is active, and it stays the last one. */
  #editor = vscode.window.activeTextEditor;

  constructor(parts: SideParts) {
    this.#parts = parts;
    this.#watch = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#followSoon(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.#followSoon(editor)),
      parts.colors.onDidChange(() => {
        this.#tellColors();
        void this.#tellCaret();
      }),
      parts.engine.onBlockDone((run, done, of) => {
        if (run === this.#ownRun && !this.#own) this.#show({ kind: 'running', done, of });
      }),
      parts.engine.onModelOpened((run, opened) => {
        if (run === this.#ownRun && !this.#own) this.#show({ kind: 'running', opened, done: 0, of: 0 });
      }),
      parts.engine.onExit((failure) => {
        if (!this.#ownRun) return;
        this.#forgetOwn();
        this.#fail(failure);
      }),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = webviewOptions(this.#parts.extension);
    const remote = connectWebview<SideApi, SideHostApi>(
      view.webview,
      this.#hostApi(),
      ['show', 'showColors', 'showCaret'],
      this.#parts.log,
    );
    view.webview.html = webviewHtml(view.webview, vscode.Uri.joinPath(this.#parts.extension, 'dist', 'side.js'));
    this.#view = { view, remote: remote as unknown as SideApi };
    view.onDidChangeVisibility(() => this.refresh());
    view.onDidDispose(() => {
      remote.$close();
      this.#view = undefined;
      this.#leave();
    });
  }

  /** Looks at the caret again, since the panel's text changed or the view became visible. */
  refresh(): void {
    if (this.#own?.text.stale) this.#forgetOwn();
    if (!this.#view?.view.visible) this.#leave();
    else {
      const editor = this.#lastEditor();
      if (editor) this.#followSoon(editor);
    }
  }

  #lastEditor(): vscode.TextEditor | undefined {
    return vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find((one) => one === this.#editor);
  }

  dispose(): void {
    this.#watch.dispose();
    this.#leave();
  }

  #followSoon(editor: vscode.TextEditor): void {
    this.#editor = editor;
    if (!this.#view?.view.visible) return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#follow(editor), REST_MS);
  }

  /** Shows the token at the caret. Never rejects. */
  async #follow({ document, selection }: vscode.TextEditor): Promise<void> {
    const reading = [this.#parts.explained(), this.#own].find(
      (candidate) =>
        candidate?.text.document === document &&
        !candidate.text.stale &&
        candidate.text.tokenAt(selection.active) !== undefined,
    );
    const chosen = reading ? undefined : paragraphAt(document, selection.active, MAX_CHARACTERS);
    this.#tellColors();
    void this.#tellCaret(); // the document may know it before the paragraph is read
    if (reading) this.#showToken(reading, selection.active);
    else if (chosen) await this.#run(chosen, selection.active);
    else this.#leave();
    await this.#tellCaret();
  }

  async #run(chosen: ChosenText, caret: vscode.Position): Promise<void> {
    this.#forgetOwn();
    const place = new FollowedText(chosen);
    this.#ownPlace = place;
    const run = randomUUID();
    this.#ownRun = run;
    const { engine, modelFolder, engineOptions, memory, log } = this.#parts;
    try {
      await memory.check(modelFolder()); // it follows the caret: nobody has asked for anything
      const summary = await engine.explain({
        run,
        modelFolder: modelFolder(),
        options: engineOptions(),
        text: chosen.text,
      });
      if (this.#ownRun !== run) return;
      this.#own = { text: new ExplainedText(place, summary.tokens), summary };
      place.onDidChange(() => this.refresh());
      const editor = this.#lastEditor();
      // While the model ran, the caret may have moved, and another document may have come to the front.
      this.#showToken(this.#own, editor?.document === place.document ? editor.selection.active : caret);
    } catch (thrown) {
      if (this.#ownRun !== run) return;
      this.#fail(thrownFailure(thrown, log));
    }
  }

  #fail(failure: Failure): void {
    if (failure.code !== 'cancelled') this.#show({ kind: 'failed', failure, message: failureMessage(failure) });
  }

  #showToken(reading: Reading, caret: vscode.Position): void {
    const token = reading.text.tokenAt(caret);
    if (token === undefined) {
      this.#leave();
      return;
    }
    this.#shown = reading;
    const { run, model, tokens } = reading.summary;
    this.#show({ kind: 'token', run, model, tokens, token });
  }

  /** Shows nothing, removes the tint and ends the view's own run. */
  #leave(): void {
    clearTimeout(this.#resting);
    this.#forgetOwn();
    if (this.#shown) this.#parts.tint.clear();
    this.#shown = undefined;
    this.#show({ kind: 'empty' });
  }

  /** Ends the view's own run. An engine that is not running has nothing to release, and is not started for it. */
  #forgetOwn(): void {
    const { engine } = this.#parts;
    if (this.#ownRun && engine.processId !== undefined) void engine.release(this.#ownRun).catch(() => {});
    if (this.#shown === this.#own) this.#shown = undefined;
    this.#ownRun = undefined;
    this.#ownPlace?.dispose();
    this.#ownPlace = undefined;
    this.#own = undefined;
  }

  #tellColors(): void {
    this.#view?.remote.showColors(this.#colorState());
  }

  #colorState(): ColorState | undefined {
    const { colors, nameOfModel } = this.#parts;
    const document = this.#lastEditor()?.document;
    if (!document) return undefined;
    const [mode, drawn] = [colors.modeOf(document), colors.drawnIn(document)];
    return { mode, drawn, document: colors.stateOf(document), model: nameOfModel() };
  }

  /** Says what is known of the token at the caret, once for each place and reading. Never rejects. */
  async #tellCaret(): Promise<void> {
    const editor = this.#lastEditor();
    if (!this.#view?.view.visible) return;
    const own = editor && this.#parts.colors.colorsOf(editor.document);
    const caret = editor?.selection.active;
    const isKnown = own && editor && caret && own.tokenAt(editor.document.offsetAt(caret));
    const told = `${editor?.document.uri} ${editor?.document.version} ${caret?.line}:${caret?.character} ${isKnown?.isFaded} ${isKnown?.bits} ${this.#shown?.summary.run}`;
    if (told === this.#told) return;
    this.#told = told;
    const token = await this.#caretToken(editor).catch(() => undefined); // the colours and the attention say what is wrong
    if (this.#told === told) this.#view?.remote.showCaret(token);
  }

  async #caretToken(editor: vscode.TextEditor | undefined): Promise<CaretToken | undefined> {
    if (!editor) return undefined;
    const { colors, engine } = this.#parts;
    const { document, selection } = editor;
    const known = await tokenOfDocument(colors.colorsOf(document), document, selection.active);
    if (known) return known;
    const shown = this.#shown;
    const token = shown?.text.document === document ? shown.text.tokenAt(selection.active) : undefined;
    return shown && token !== undefined ? await tokenOfParagraph(engine, shown.summary, token) : undefined;
  }

  #hostApi(): SideHostApi {
    const { engine, explain } = this.#parts;
    const { attentionRows } = runQuestions(engine, () => this.#shown?.summary.run);
    return {
      attentionRows,
      ready: async () => {
        setImmediate(() => {
          this.#show(this.#content); // after this answer, whose strings it needs
          this.#told = undefined;
          this.#tellColors();
          this.refresh();
        });
        return webviewStart();
      },
      ...editorMarks(() => this.#shown?.text, this.#parts),
      chooseColors: async (mode) => {
        if (COLOR_MODES.includes(mode)) await this.#parts.chooseColors(mode);
      },
      recompute: () => {
        const document = this.#lastEditor()?.document;
        if (document) this.#parts.colors.recompute(document);
      },
      explain,
    };
  }

  #show(content: SideContent): void {
    this.#content = content;
    this.#view?.remote.show(content);
  }
}
