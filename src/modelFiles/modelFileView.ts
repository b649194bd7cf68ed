// The host of one tab with a model's file: reads it in the engine's process, unless the workspace is not trusted, and answers its
// page. Draws and computes nothing.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ModelFileApi, ModelFileContent, ModelFileHostApi } from '../contract/modelFileApi.ts';
import { isOnDisk } from '../editor/onDisk.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { webviewHtml, webviewOptions } from '../views/html.ts';
import { connectWebview, webviewStart } from '../views/webviewChannel.ts';
import { answered } from './answered.ts';
import { FileStamp } from './fileStamp.ts';
import { LongWork } from './longWork.ts';
import { modelFileAnswers } from './modelFileAnswers.ts';
import type { ModelFileParts } from './modelFileParts.ts';
import { chooseOtherFile, type FilePair, type InspectedFile, shownPair } from './otherFile.ts';
import type { LastText } from './textInHand.ts';

const EVENTS = [
  'begin',
  'show',
  'changed',
  'progress',
  'textInHand',
  'compareWith',
] as const satisfies readonly (keyof ModelFileApi)[];

export interface ModelFileViewParts extends ModelFileParts {
  readonly lastText: LastText;
  readonly explain: (model: string) => Promise<void>;
}

export class ModelFileView implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #uri: vscode.Uri;
  readonly #parts: ModelFileViewParts;
  readonly #page: ModelFileApi;
  readonly #stamp: FileStamp;
  readonly #watch: vscode.Disposable;
  readonly #work: LongWork;
  #content: ModelFileContent;
  /** What is shown. */
  #inspected: InspectedFile | undefined;
  #pair: FilePair | undefined;
  /** The reading that is awaited: another one takes its place. */
  #reading = 0;
  #isClosed = false;

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, parts: ModelFileViewParts) {
    const { extension, inspector, lastText, log } = parts;
    this.panel = panel;
    this.#uri = uri;
    this.#parts = parts;
    this.#content = { kind: 'reading', name: this.#name };
    this.#work = new LongWork(inspector, (inspection, share) => this.#tell((page) => page.progress(inspection, share)));
    const remote = connectWebview<ModelFileApi, ModelFileHostApi>(panel.webview, this.#hostApi(), EVENTS, log);
    this.#page = remote as unknown as ModelFileApi;
    this.#stamp = new FileStamp(uri, (gone) => this.#tell((page) => page.changed(gone)));
    this.#watch = vscode.Disposable.from(
      lastText.onDidChange(() => this.#page.textInHand(lastText.shown)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.read()),
      new vscode.Disposable(() => remote.$close()),
      this.#stamp,
      this.#work,
    );
    panel.webview.options = webviewOptions(extension);
    panel.webview.html = webviewHtml(panel.webview, vscode.Uri.joinPath(extension, 'dist', 'modelFile.js'));
    this.#page.begin(webviewStart());
  }

  /** Reads the file anew. Never rejects: what is wrong is shown. */
  async read(): Promise<void> {
    const reading = ++this.#reading;
    this.#inspected = undefined;
    this.#pair = undefined;
    this.#work.cancelAll();
    this.#show({ kind: 'reading', name: this.#name });
    const content = await this.#contentNow();
    if (reading === this.#reading && !this.#isClosed) this.#show(content);
  }

  /** Opens the panel on the text in hand, with this model. */
  async explain(): Promise<void> {
    const model = this.#inspected?.file.model;
    if (model !== undefined) await this.#parts.explain(model);
  }

  /** Asks for another file, and has the page compare the two. */
  async compare(): Promise<void> {
    const other = await this.#chooseOther();
    if (other) this.#tell((page) => page.compareWith(other));
  }

  dispose(): void {
    this.#isClosed = true;
    this.#watch.dispose();
  }

  /** What takes a while may be through when the tab is closed. */
  #tell(event: (page: ModelFileApi) => void): void {
    if (!this.#isClosed) event(this.#page);
  }

  get #name(): string {
    return basename(this.#uri.path);
  }

  async #contentNow(): Promise<ModelFileContent> {
    const name = this.#name;
    const bytes = await this.#stamp.read();
    if (!vscode.workspace.isTrusted) return { kind: 'restricted', name, bytes };
    if (!isOnDisk(this.#uri)) return { kind: 'not-on-disk', name, scheme: this.#uri.scheme };
    const path = this.#uri.fsPath;
    const found = await answered(this.#parts.log, async () => await this.#parts.inspector.inspectFile(path));
    if (found.kind !== 'answered')
      return { kind: 'failed', name, words: found.kind === 'failed' ? found.words : vscode.l10n.t('Cancelled.') };
    const { modelProblem, ...file } = found.value;
    this.#inspected = { path, name, file: found.value };
    const shownName = file.kind === 'gguf' ? name : `${basename(dirname(path))}/${name}`;
    const problem = modelProblem && failureMessage(modelProblem);
    return { kind: 'shown', name: shownName, file: { ...file, modelProblem: problem } };
  }

  #hostApi(): ModelFileHostApi {
    const { lastText } = this.#parts;
    return {
      ready: async () => webviewStart(),
      showAgain: () => this.#show(this.#content),
      reload: () => void this.read(),
      manageTrust: () => void vscode.commands.executeCommand('workbench.trust.manage'),
      explain: () => void this.explain(),
      chooseOther: async () => await this.#chooseOther(),
      copy: async (text) => await vscode.env.clipboard.writeText(text),
      ...modelFileAnswers(this.#parts, this.#work, {
        inspected: () => this.#inspected,
        pair: () => this.#pair,
        text: () => lastText,
      }),
    };
  }

  async #chooseOther() {
    const ours = this.#inspected;
    if (!ours || ours.file.tensors.length === 0) return undefined;
    const found = await answered(this.#parts.log, async () => await chooseOtherFile(ours, this.#parts.inspector));
    if (found.kind === 'failed') void vscode.window.showErrorMessage(found.words);
    if (found.kind !== 'answered' || !found.value || ours !== this.#inspected) return undefined;
    this.#pair = found.value;
    return shownPair(found.value, ours);
  }

  #show(content: ModelFileContent): void {
    this.#content = content;
    this.#page.show(content);
    this.#page.textInHand(this.#parts.lastText.shown);
  }
}
